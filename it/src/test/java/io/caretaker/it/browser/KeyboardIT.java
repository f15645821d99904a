package io.caretaker.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.caretaker.testkit.server.PostgresServer;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// All that a person does on the dashboard, without a pointer.
class KeyboardIT {
    /// A row may begin this much higher than what stands before it in the same line, in pixels.
    private static final double ONE_LINE = 60;

    private static final String UNSAID =
            """
            () => [...document.querySelectorAll('main svg, main canvas, main [data-chart]')]
              .filter((each) => !each.closest('[aria-hidden=true]'))
              .filter((each) => {
                if (each.matches('[data-chart]') && each.textContent.startsWith('Nothing is known')) return false;
                const place = each.closest('[role=img]');
                return !place || (place.getAttribute('aria-label') || '').trim().length < 8;
              }).map((each) => each.outerHTML.slice(0, 120))\
            """;

    @RegisterExtension static final OpenShop OPEN = new OpenShop();

    @Test
    void the_first_key_offers_to_skip_the_navigation() {
        try (Window window = OPEN.window(Screen.DESKTOP_LIGHT)) {
            Page page = window.open("/");
            var keys = new Keys(page);
            keys.press("Tab");
            assertThat(keys.stop().name()).isEqualTo("To the content");
            keys.press("Enter");
            assertThat(keys.stop().tag()).isEqualTo("main");
            keys.press("Tab");
            assertThat((Boolean) page.evaluate("() => !!document.activeElement.closest('main')"))
                    .isTrue();
        }
    }

    /// The status page is only read: nothing on it can be chosen.
    static Stream<String> walked() {
        return Pages.paths().filter(each -> !each.equals("/status-page"));
    }

    @ParameterizedTest
    @MethodSource("walked")
    void the_focus_is_seen_follows_the_page_and_comes_out_again(String path) {
        try (Window window = OPEN.window(Screen.PHONE_LIGHT)) {
            Page page = window.open(path);
            var keys = new Keys(page);
            page.evaluate("() => document.activeElement.blur()");
            List<Keys.Stop> stops = keys.round();
            assertThat(stops).as(path).hasSizeGreaterThan(2);
            double lowest = 0;
            for (Keys.Stop stop : stops.stream().filter(each -> !each.held()).toList()) {
                assertThat(stop.top())
                        .as("%s stands after what was before it", stop)
                        .isGreaterThan(lowest - ONE_LINE);
                lowest = Math.max(lowest, stop.top());
            }
            assertThat(window.wrong()).isEmpty();
        }
    }

    @Test
    void the_head_of_the_page_is_gone_through_as_it_is_read() {
        for (Screen screen : List.of(Screen.PHONE_LIGHT, Screen.DESKTOP_LIGHT)) {
            try (Window window = OPEN.window(screen)) {
                var keys = new Keys(window.open("/databases"));
                List<Keys.Stop> head = keys.round().stream().filter(Keys.Stop::held).toList();
                List<String> names = head.stream().map(Keys.Stop::name).toList();
                List<String> asRead =
                        screen == Screen.PHONE_LIGHT
                                ? List.of("Caretaker", "Log in", "Overview", "Settings")
                                : List.of("Caretaker", "Overview", "Settings", "Log in");
                assertThat(names).as(screen.label()).containsSubsequence(asRead);
            }
        }
    }

    @Test
    void somebody_logs_in_goes_round_and_logs_out() throws Exception {
        String token =
                OPEN.shop().caretaker.command("token", "create", "anna", "--role", "operator");
        var secret = Pattern.compile("ct_\\S+").matcher(token);
        assertThat(secret.find()).isTrue();
        try (Window window = OPEN.window(Screen.DESKTOP_DARK)) {
            Page page = window.open("/alerts");
            var keys = new Keys(page);
            keys.follow("Log in");
            assertThat(keys.settled("Token").tag()).isEqualTo("input");
            keys.type("ct_wrong");
            keys.enter();
            assertThat(page.getByRole(com.microsoft.playwright.options.AriaRole.ALERT)).isVisible();
            keys.settled("Token");
            keys.type(secret.group());
            keys.enter();
            assertThat(page.locator("header")).containsText("anna (operator)");
            for (String each : List.of("Databases", "Audit", "Overview")) {
                keys.follow(each);
                assertThat(page.locator("nav a[aria-current=page]")).hasText(each);
            }
            keys.follow("Log out");
            assertThat(page.locator("header")).not().containsText("anna");
        }
    }

    @Test
    void a_service_is_found_by_the_filter_and_opened() {
        try (Window window = OPEN.window(Screen.DESKTOP_LIGHT)) {
            Page page = window.open("/");
            var keys = new Keys(page);
            keys.press("/");
            assertThat(keys.stop().name()).isEqualTo("Filter services");
            keys.type("stock");
            assertThat(page.locator(".svc")).hasCount(1);
            assertThat(keys.stop().name()).isEqualTo("Filter services");
            keys.follow("Stock");
            assertThat(page).hasURL(Pattern.compile(".*/services/svc_stock$"));
            window.open("/");
            keys.to("Only problems");
            keys.press("Space");
            assertThat(page.locator("#fleet")).not().containsText("Stock");
            assertThat(page.locator("#fleet")).containsText("Shop <i>13</i>");
            assertThat(window.wrong()).isEmpty();
        }
    }

    /// Who types and goes on does not wait for the filter.
    @Test
    void a_late_answer_to_the_filter_leaves_the_focus_on_what_was_found() {
        try (Window window = OPEN.window(Screen.DESKTOP_LIGHT)) {
            Page page = window.open("/");
            var late = new AtomicReference<Route>();
            page.route(Pattern.compile(".*[?&]q=stock(&.*)?$"), late::set);
            var keys = new Keys(page);
            keys.press("/");
            keys.type("stoc");
            assertThat(page.locator(".svc")).hasCount(1);
            keys.type("k");
            page.waitForCondition(() -> late.get() != null);
            keys.to("Stock");
            page.evaluate(
                    "() => document.addEventListener('htmx:afterRequest', () => { window.answered = true; })");
            late.get().resume();
            page.waitForFunction("() => window.answered");
            assertThat(keys.stop().name()).isEqualTo("Stock");
            keys.enter();
            assertThat(page).hasURL(Pattern.compile(".*/services/svc_stock$"));
            assertThat(window.wrong()).isEmpty();
        }
    }

    @Test
    void an_alert_is_acknowledged() throws Exception {
        try (Window window = OPEN.window(Screen.PHONE_DARK)) {
            await("an alert")
                    .atMost(Shop.LONG)
                    .until(() -> OPEN.shop().get("/api/v1/alerts").contains("svc_13"));
            Page page = window.open("/alerts");
            var keys = new Keys(page);
            keys.follow("Shop <i>13</i> is down");
            keys.fill("What you say to it", "By keys alone");
            keys.to("Until");
            keys.press("ArrowUp");
            keys.follow("I see to it");
            assertThat(page.locator("main")).containsText("By keys alone");
            assertThat(OPEN.shop().get("/api/v1/alerts")).contains("By keys alone");
        }
    }

    @Test
    void a_recovery_is_approved_after_its_question() throws Exception {
        try (Window window = OPEN.window(Screen.DESKTOP_LIGHT)) {
            await("the question")
                    .atMost(Shop.LONG)
                    .until(() -> OPEN.shop().get("/api/v1/approvals").contains("svc_gate"));
            Page page = window.open("/approvals");
            var keys = new Keys(page);
            keys.to("Deny…");
            keys.press("Enter");
            assertThat(page.locator("dialog")).containsText("Deny the recovery of Gate?");
            keys.to("Not now");
            keys.press("Enter");
            assertThat(page.locator("dialog")).hasCount(0);
            assertThat(keys.settled("Deny…").inside()).isFalse();

            keys.backTo("Approve…");
            keys.press("Enter");
            assertThat(page.locator("dialog")).containsText("Approve the recovery of Gate?");
            keys.follow("Approve");
            await("the script was run")
                    .atMost(Shop.LONG)
                    .until(() -> Files.exists(OPEN.shop().gate()));
            assertThat(window.wrong()).isEmpty();
        }
    }

    @Test
    void a_database_is_tried_and_added() throws Exception {
        try (Window window = OPEN.window(Screen.DESKTOP_DARK);
                PostgresServer server = PostgresServer.startNew()) {
            Page page = window.open("/inventory");
            var keys = new Keys(page);
            keys.follow("Add a database");
            keys.to("Engine");
            keys.type("Post");
            keys.fill("Address", "127.0.0.1");
            keys.fill("Port", String.valueOf(server.port()));
            keys.fill("User", server.user());
            keys.fill("Password", server.password().reveal());
            keys.fill("Name", "Keys");
            keys.follow("Test the connection");
            assertThat(page.locator("#trial"))
                    .containsText(Pattern.compile("It works|something cannot be seen"));
            keys.follow("Save");
            assertThat(page).hasURL(Pattern.compile(".*/databases/svc_keys$"));
            await("it is looked at")
                    .atMost(Shop.LONG)
                    .until(() ->
                            OPEN.shop()
                                    .get("/api/v1/databases/svc_keys/health")
                                    .contains("\"reachable\":true"));
            assertThat(window.wrong()).isEmpty();
        }
    }

    @Test
    void whoever_blocks_others_is_ended_in_a_dialog_that_can_be_left() {
        try (Window window = OPEN.window(Screen.DESKTOP_LIGHT)) {
            await("somebody waits").atMost(Shop.LONG).until(() -> OPEN.shop().blocked() == 1);
            Page page = window.open("/databases/svc_stock/sessions");
            var keys = new Keys(page);
            String raised = keys.to("Terminate…").path();
            keys.press("Enter");
            assertThat(page.locator("dialog")).containsText("Nothing speaks against it");
            assertThat(keys.stop().inside()).isTrue();
            window.judge("the dialog");
            window.picture("question");
            for (String key : List.of("Tab", "Shift+Tab")) {
                for (int i = 0; i < 8; i++) {
                    keys.press(key);
                    Keys.Stop stop = keys.stop();
                    assertThat(stop.inside() || stop.nowhere()).as("%s", stop).isTrue();
                }
            }
            keys.press("Escape");
            assertThat(page.locator("dialog")).hasCount(0);
            assertThat(keys.stop().path()).isEqualTo(raised);
            assertThat(OPEN.shop().blocked()).isEqualTo(1);

            keys.press("Enter");
            assertThat(page.locator("dialog")).isVisible();
            keys.follow("Terminate it");
            await("nobody waits any more")
                    .atMost(Shop.LONG)
                    .until(() -> OPEN.shop().blocked() == 0);
            assertThat(window.wrong()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/services/svc_01", "/hosts/here", "/databases/svc_stock", "/status-page"})
    void what_is_drawn_is_said_in_words_too(String path) {
        try (Window window = OPEN.window(Screen.DESKTOP_LIGHT)) {
            Page page = window.open(path);
            await("all is drawn, or said not to be known")
                    .atMost(Shop.LONG)
                    .pollInSameThread()
                    .untilAsserted(
                            () -> assertThat((List<?>) page.evaluate(UNSAID)).as(path).isEmpty());
        }
    }
}
