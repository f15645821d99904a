package io.caretaker.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.WaitUntilState;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The colours that a person chose, or that their system has; and how much moves.
class ThemeIT {
    private static final String LIGHT = "rgb(246, 247, 249)";
    private static final String DARK = "rgb(16, 20, 27)";
    private static final String EACH_FRAME =
            """
            window.frames_seen = [];
            const look = () => {
              if (document.body) window.frames_seen.push(getComputedStyle(document.body).backgroundColor);
              requestAnimationFrame(look);
            };
            requestAnimationFrame(look);\
            """;

    @RegisterExtension static final OpenShop OPEN = new OpenShop();

    private static String ground(Page page) {
        return (String) page.evaluate("() => getComputedStyle(document.body).backgroundColor");
    }

    private static Locator choice(Page page) {
        return page.locator("[data-theme-switch]");
    }

    @Test
    void the_switch_goes_round_and_what_was_chosen_stays() {
        try (Window window = OPEN.window(Screen.PHONE_LIGHT)) {
            Page page = window.open("/");
            assertThat(ground(page)).isEqualTo(LIGHT);
            assertThat(choice(page)).hasAttribute("aria-label", "Colours: as the system has them");
            choice(page).click();
            assertThat(choice(page)).hasAttribute("aria-label", "Colours: light");
            choice(page).click();
            assertThat(choice(page)).hasAttribute("aria-label", "Colours: dark");
            assertThat(ground(page)).isEqualTo(DARK);

            page.reload();
            assertThat(ground(page)).isEqualTo(DARK);
            assertThat(choice(page)).hasAttribute("aria-label", "Colours: dark");
            window.open("/alerts");
            assertThat(ground(page)).isEqualTo(DARK);

            choice(page).click();
            assertThat(choice(page)).hasAttribute("aria-label", "Colours: as the system has them");
            assertThat(ground(page)).isEqualTo(LIGHT);
            assertThat(window.wrong()).isEmpty();
        }
    }

    @Test
    void without_a_choice_the_page_goes_with_the_system_and_with_one_it_does_not() {
        try (Window window = OPEN.window(Screen.DESKTOP_LIGHT)) {
            Page page = window.open("/");
            assertThat(ground(page)).isEqualTo(LIGHT);
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            assertThat(ground(page)).isEqualTo(DARK);
            choice(page).click();
            assertThat(ground(page)).isEqualTo(LIGHT);
            assertThat(
                            page.evaluate(
                                    "() => getComputedStyle(document.documentElement).colorScheme"))
                    .isEqualTo("light");
        }
    }

    @Test
    void another_window_takes_up_the_choice_at_once() {
        try (Window window = OPEN.window(Screen.DESKTOP_LIGHT)) {
            Page page = window.open("/");
            Page other = page.context().newPage();
            other.navigate(page.url());
            choice(other).click();
            choice(other).click();
            assertThat(choice(page)).hasAttribute("aria-label", "Colours: dark");
            assertThat(ground(page)).isEqualTo(DARK);
        }
    }

    @Test
    void no_frame_is_drawn_in_other_colours_than_the_chosen_ones() {
        try (Window window = OPEN.window(Screen.DESKTOP_LIGHT)) {
            Page page = window.open("/");
            choice(page).click();
            choice(page).click();
            page.addInitScript(EACH_FRAME);
            for (String path : List.of("/", "/services/svc_01", "/databases", "/")) {
                window.open(path);
                page.waitForFunction("() => window.frames_seen.length > 5");
                assertThat((List<?>) page.evaluate("() => [...new Set(window.frames_seen)]"))
                        .as(path)
                        .isEqualTo(List.of(DARK));
            }
        }
    }

    @Test
    void nothing_is_painted_before_the_colours_are_known() {
        try (Window window = OPEN.window(Screen.DESKTOP_LIGHT)) {
            Page page = window.open("/login");
            choice(page).click();
            choice(page).click();
            var held = new AtomicReference<Route>();
            page.route("**/theme*.js", held::set);
            page.navigate(
                    page.url(), new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
            await("the script is asked for")
                    .pollInSameThread()
                    .until(() -> {
                        page.evaluate("() => 1");
                        return held.get() != null;
                    });
            assertThat(page.evaluate("() => performance.getEntriesByType('paint').length"))
                    .isEqualTo(0);
            held.get().resume();
            page.waitForLoadState();
            assertThat(ground(page)).isEqualTo(DARK);
        }
    }

    @Test
    void who_wants_less_motion_gets_none() throws Exception {
        try (Window window =
                OPEN.window(
                        Screen.DESKTOP_LIGHT,
                        wishes -> wishes.setReducedMotion(ReducedMotion.REDUCE))) {
            Page page = window.open("/");
            page.evaluate(
                    "() => { window.moved = 0; document.addEventListener('animationstart', () => window.moved++);"
                            + " document.addEventListener('transitionrun', () => window.moved++); }");
            Files.delete(OPEN.shop().door());
            Window.shows(page.locator("main"), "Door is down");
            Files.createFile(OPEN.shop().door());
            assertThat(page.evaluate("() => window.moved + document.getAnimations().length"))
                    .isEqualTo(0);
        }
    }
}
