package io.caretaker.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Pages as people have them who need everything larger or wider apart: WCAG 1.4.4, 1.4.10, 1.4.12.
class EnlargedIT {
    private static final String SPACED =
            """
            () => {
              const sheet = new CSSStyleSheet();
              sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }');
              document.adoptedStyleSheets.push(sheet);
            }\
            """;

    /// Elements whose text is cut off, or that reach out of the window, where nobody can scroll to
    /// it.
    private static final String CUT =
            """
            () => {
              for (const each of document.querySelectorAll('*')) if (getComputedStyle(each).contentVisibility === 'auto') each.style.contentVisibility = 'visible';
              document.querySelectorAll('details').forEach((each) => { each.open = true; });
              const wide = document.documentElement.clientWidth;
              const scrolls = (each) => { for (let at = each; at && at !== document.body; at = at.parentElement) if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return true; return false; };
              const found = [];
              for (const each of document.querySelectorAll('body *')) {
                if (each.closest('.quiet, .skip, svg, option, datalist, .sessions thead') || !each.getClientRects().length) continue;
                const box = each.getBoundingClientRect(), style = getComputedStyle(each);
                const says = [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
                const name = each.localName + '.' + each.className + ' "' + each.textContent.trim().slice(0, 40) + '"';
                if ((box.right > wide + 1 || box.left < -1) && !scrolls(each)) found.push('out of the window to ' + Math.round(box.right) + ': ' + name);
                if (/hidden|clip/.test(style.overflowX + style.overflowY) && (each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1)) found.push('cut: ' + name);
                if (says && each.parentElement && !/inline/.test(style.display) && each.scrollWidth > each.clientWidth + 1 && !scrolls(each) && !/input|select|textarea/.test(each.localName)) found.push('over its edge: ' + name);
              }
              return found.slice(0, 12);
            }\
            """;

    /// What makes the page wider than the window; empty when it is not.
    private static final String WIDER =
            """
            () => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? '' : document.documentElement.scrollWidth + ' '
              + [...document.querySelectorAll('*')].filter((each) => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
                .map((each) => each.localName + '.' + each.className + ' in ' + each.offsetParent?.className).slice(0, 8)\
            """;

    /// What stays where it is while the page moves below it.
    private static final String STAYING =
            """
            () => [...document.querySelectorAll('body *')]
              .filter((each) => /sticky|fixed/.test(getComputedStyle(each).position)).map((each) => each.className)\
            """;

    @RegisterExtension static final OpenShop OPEN = new OpenShop();

    @ParameterizedTest
    @MethodSource("io.caretaker.it.browser.Pages#paths")
    void nothing_is_cut_off_at_twice_the_size_on_a_phone(String path) {
        try (Window window =
                OPEN.window(
                        Screen.PHONE_LIGHT,
                        wishes -> wishes.setViewportSize(195, 422).setDeviceScaleFactor(2))) {
            Page page = window.open(path);
            window.picture("enlarged" + path.replaceAll("\\W", "-"));
            whole(page, path);
            assertThat((List<?>) page.evaluate(STAYING)).as("what hides %s", path).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("io.caretaker.it.browser.Pages#paths")
    void nothing_is_cut_off_when_letters_stand_wider_apart(String path) {
        try (Window window = OPEN.window(Screen.PHONE_LIGHT)) {
            Page page = window.open(path);
            page.evaluate(SPACED);
            window.picture("spaced" + path.replaceAll("\\W", "-"));
            whole(page, path);
        }
        try (Window window = OPEN.window(Screen.DESKTOP_LIGHT)) {
            Page page = window.open(path);
            page.evaluate(SPACED);
            whole(page, path);
        }
    }

    private static void whole(Page page, String path) {
        assertThat((List<?>) page.evaluate(CUT)).as(path).isEmpty();
        assertThat((String) page.evaluate(WIDER))
                .as("%s is not wider than the window", path)
                .isEmpty();
    }
}
