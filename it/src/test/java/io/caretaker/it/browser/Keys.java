package io.caretaker.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;

/// A person who has a keyboard and nothing else. Wherever the focus comes to stand, it must be seen
/// there.
final class Keys {
    private static final int MOST_STOPS = 250;
    private static final String STOP =
            """
            () => {
              const at = document.activeElement;
              if (!at || at === document.body || at === document.documentElement) return { name: '', tag: 'body', path: '', seen: 'nowhere', top: 0, inside: false };
              const own = (each) => (each.getAttribute('aria-label')
                || (each.labels && each.labels.length ? each.labels[0].textContent : '') || each.textContent || each.id || '').replace(/\\s+/g, ' ').trim();
              const look = (style) => [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow].join(' ');
              const path = [];
              for (let each = at; each.parentElement; each = each.parentElement) path.push([...each.parentElement.children].indexOf(each));
              const style = getComputedStyle(at), box = at.getBoundingClientRect();
              const ringed = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== 'none';
              const points = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.2], [0.5, 0.8]];
              const rects = [...at.getClientRects()];
              const open = rects.some((one) => points.some(([x, y]) => {
                const hit = document.elementFromPoint(one.left + one.width * x, one.top + one.height * y);
                return hit && (hit === at || at.contains(hit) || hit.contains(at) && !hit.matches('html, body'));
              }));
              let seen = 'yes';
              if (!ringed) seen = 'no ring: ' + look(style);
              else if (!open) seen = 'out of sight: ' + JSON.stringify(box) + ' of ' + innerWidth + 'x' + innerHeight;
              return { name: own(at), tag: at.localName, path: path.reverse().join('.'), seen, top: box.top + scrollY,
                       inside: !!at.closest('dialog[open]'), held: !!at.closest('header, .stick') };
            }\
            """;

    private final Page page;

    Keys(Page page) {
        this.page = page;
    }

    /// Where the focus stands.
    ///
    /// @param name what it is called
    /// @param tag its element, `body` for nowhere
    /// @param path its place in the document
    /// @param top its distance from the top of the page, in pixels
    /// @param inside whether it is in an open dialog
    /// @param held whether it stays where it is while the page moves
    record Stop(String name, String tag, String path, double top, boolean inside, boolean held) {
        boolean nowhere() {
            return tag.equals("body");
        }
    }

    Stop stop() {
        Map<?, ?> at = (Map<?, ?>) page.evaluate(STOP);
        var stop =
                new Stop(
                        text(at, "name"),
                        text(at, "tag"),
                        text(at, "path"),
                        ((Number) Objects.requireNonNull(at.get("top"))).doubleValue(),
                        Boolean.TRUE.equals(at.get("inside")),
                        Boolean.TRUE.equals(at.get("held")));
        if (!stop.nowhere()) {
            assertThat(text(at, "seen")).as("focus on %s of %s", stop, page.url()).isEqualTo("yes");
        }
        return stop;
    }

    private static String text(Map<?, ?> map, String key) {
        return String.valueOf(map.get(key));
    }

    void press(String... keys) {
        for (String key : keys) {
            page.keyboard().press(key);
        }
    }

    void type(String text) {
        page.keyboard().type(text);
    }

    /// Goes on by the Tab key until something of that name has the focus.
    Stop to(String name) {
        return towards("Tab", name);
    }

    /// The same the other way round.
    Stop backTo(String name) {
        return towards("Shift+Tab", name);
    }

    private Stop towards(String key, String name) {
        var passed = new ArrayList<String>();
        for (int i = 0; i < MOST_STOPS; i++) {
            page.keyboard().press(key);
            Stop stop = stop();
            if (stop.name().equals(name)) {
                return stop;
            }
            passed.add(stop.name());
        }
        throw new AssertionError("nothing is called " + name + " among " + passed);
    }

    /// Goes to something of that name and presses Enter there; the page that follows is loaded.
    void follow(String name) {
        to(name);
        enter();
    }

    /// Presses Enter, and waits until another page is loaded.
    void enter() {
        page.evaluate("() => { document.documentElement.dataset.before = 'yes'; }");
        press("Enter");
        page.waitForFunction(
                "() => !document.documentElement.dataset.before && document.readyState === 'complete'");
    }

    /// Fills the field of that name, instead of what was in it.
    void fill(String name, String text) {
        to(name);
        press("Control+A");
        type(text);
    }

    /// All stops from the first of a page until the focus leaves it.
    ///
    /// @throws AssertionError when it never leaves
    List<Stop> round() {
        var stops = new ArrayList<Stop>();
        while (stops.size() < MOST_STOPS) {
            press("Tab");
            Stop stop = stop();
            if (stop.nowhere()
                    || (!stops.isEmpty() && stop.path().equals(stops.getFirst().path()))) {
                return stops;
            }
            stops.add(stop);
        }
        throw new AssertionError("the focus does not leave " + page.url() + ": " + stops);
    }

    /// Waits until the focus stands somewhere else than nowhere.
    Stop settled(String name) {
        Awaitility.await("the focus on " + name)
                .pollInSameThread()
                .untilAsserted(() -> assertThat(stop().name()).isEqualTo(name));
        return stop();
    }
}
