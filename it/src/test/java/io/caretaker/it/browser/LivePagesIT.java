package io.caretaker.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Pages that are open show what changes, without being loaded anew and without taking anything
/// away from whoever is at them.
@SuppressWarnings("NullAway.Init")
class LivePagesIT {
    private static final Pattern QUESTION =
            Pattern.compile("\"id\":\"([^\"]+)\",\"service_id\":\"svc_hatch\"");

    private static final Pattern MUTE = Pattern.compile("\"mute_id\":\"([^\"]+)\"");

    @RegisterExtension static final OpenShop HERE = new OpenShop();

    private static Shop shop() {
        return HERE.shop();
    }

    private static Window window(Screen screen) {
        return HERE.window(screen);
    }

    /// Opens a page and leaves a mark on it that a new page would not have.
    private static Page marked(Window window, String path) {
        Page page = window.open(path);
        page.evaluate("() => { window.stillTheSame = true; }");
        return page;
    }

    private static void isStillTheSame(Window window) {
        assertThat(window.page().evaluate("() => window.stillTheSame === true")).isEqualTo(true);
        assertThat(window.wrong()).isEmpty();
    }

    private static void post(String path, String body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(URI.create(shop().caretaker.address() + path))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        }
    }

    private static String found(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return found.group(1);
    }

    @Test
    void an_alert_comes_and_goes_on_the_list_and_in_the_numbers_of_every_page() throws Exception {
        try (Window list = window(Screen.DESKTOP_LIGHT);
                Window other = window(Screen.PHONE_DARK)) {
            Page alerts = marked(list, "/alerts");
            Page audit = marked(other, "/audit");
            await("the first alerts are there")
                    .atMost(Shop.LONG)
                    .until(() ->
                            alerts.locator("#alert-lines").innerText().contains("is down")
                                    && alerts.locator("#count-alerts")
                                            .innerText()
                                            .equals(audit.locator("#count-alerts").innerText()));
            assertThat(alerts.locator("#alert-lines")).not().containsText("Door is down");
            int before = number(audit);

            Files.delete(shop().door());
            Window.shows(alerts.locator("#alert-lines"), "Door is down");
            await("the number on another page")
                    .atMost(Shop.LONG)
                    .until(() -> number(audit) > before);
            list.picture("live-alert-came");
            list.judge("the live alerts");
            other.judge("the numbers of the navigation");
            isStillTheSame(other);
            Page door = marked(other, alert(alerts, "Door is down"));
            Locator comment = door.getByLabel("What you say to it");
            comment.fill("I am on my w");

            Files.createFile(shop().door());
            Window.showsNoMore(alerts.locator("#alert-lines"), "Door is down");
            Window.shows(door.locator("#alert-title"), "Over");
            assertThat(comment).hasValue("I am on my w");
            assertThat(comment).isFocused();
            assertThat(door.locator("#alert-answers[data-held]")).isVisible();
            other.picture("live-form-kept");
            other.judge("a form that is kept");

            comment.fill("");
            door.locator("h1").click();
            assertThat(door.locator("#alert-answers form")).hasCount(0);
            isStillTheSame(list);
            isStillTheSame(other);
        } finally {
            if (!Files.exists(shop().door())) {
                Files.createFile(shop().door());
            }
        }
    }

    /// The address of an alert that is in the list, or will soon be.
    private static String alert(Page list, String title) {
        Locator link = list.locator("#alert-lines a", new Page.LocatorOptions().setHasText(title));
        assertThat(link)
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(Window.PATIENCE));
        return link.getAttribute("href");
    }

    private static int number(Page page) {
        String text = page.locator("#count-alerts").innerText().replaceAll("\\D", "");
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    @Test
    void what_is_typed_and_where_the_focus_is_outlives_a_change() throws Exception {
        try (Window window = window(Screen.DESKTOP_LIGHT)) {
            String path = alert(window.open("/alerts"), "Shop <i>13</i> is down");
            Page page = marked(window, path);
            Locator comment = page.getByLabel("What you say to it");
            comment.fill("half a sen");

            post("/api/v1" + path + "/acknowledge", "{\"comment\":\"somebody else is at it\"}");
            Window.shows(page.locator("#alert-facts"), "somebody else is at it");

            assertThat(comment).hasValue("half a sen");
            assertThat(comment).isFocused();
            page.keyboard().type("tence");
            assertThat(comment).hasValue("half a sentence");
            isStillTheSame(window);
        }
    }

    @Test
    void a_question_comes_and_goes_on_the_page_of_approvals() throws Exception {
        try (Window window = window(Screen.PHONE_LIGHT)) {
            await("the first question")
                    .atMost(Shop.LONG)
                    .until(() -> shop().get("/api/v1/approvals").contains("svc_gate"));
            Page page = marked(window, "/approvals");
            Locator waiting = page.locator("#approvals-waiting");
            Locator reason = page.getByLabel("Why (for everybody else)");
            reason.fill("moving");

            post("/api/v1/services", hatch());
            Window.shows(waiting, "Hatch");
            Window.shows(page.locator("#count-approvals"), "2");
            assertThat(reason).hasValue("moving");
            assertThat(reason).isFocused();
            window.picture("live-question-came");
            window.judge("the live approvals");

            String id = found(QUESTION, shop().get("/api/v1/approvals"));
            post("/api/v1/approvals/" + id + "/deny", "{}");
            Window.showsNoMore(waiting, "Hatch");
            Window.shows(page.locator("#approvals-decided"), "Denied");
            Window.shows(page.locator("#count-approvals"), "1");
            assertThat(reason).hasValue("moving");
            assertThat(reason).isFocused();
            isStillTheSame(window);
        }
    }

    /// A service that is down from the beginning, where healing demands approval.
    private static String hatch() {
        return """
        {"service_id": "svc_hatch", "host_id": "here", "display_name": "Hatch",
         "monitoring": {"method": "custom", "interval_sec": 2, "timeout_sec": 2},
         "check": {"command": ["%1$s/test.sh", "%1$s/hatch"]},
         "recovery": {"recover_on_down": true, "recover_action": "custom_script",
                      "custom_script": ["touch", "%1$s/hatch"]}}
        """
                .formatted(shop().door().getParent());
    }

    @Test
    void a_new_blocker_is_seen_at_the_pace_of_the_page_and_leaves_alone_what_was_chosen()
            throws Exception {
        shop().database.sql("insert into stock values (2, 7)");
        try (Window window = window(Screen.DESKTOP_DARK);
                Connection holder = connect("night-job");
                Connection waiter = connect("till")) {
            Page page = marked(window, "/databases/svc_stock/sessions");
            assertThat(page.locator("#session-locks")).not().containsText("night-job");
            Locator chosen = page.locator("#session-list input[type=checkbox]").first();
            chosen.check();
            String session = chosen.inputValue();
            page.getByLabel("Application").fill("half");

            holder.setAutoCommit(false);
            update(holder);
            Thread waiting = Thread.ofVirtual().start(() -> updateQuietly(waiter));
            Window.shows(page.locator("#session-locks"), "night-job");
            Window.shows(page.locator("#session-locks"), "till");
            Window.shows(page.locator("#blocking-words"), "behind");
            assertThat(page.locator("input[name=id][value='" + session + "']")).isChecked();
            assertThat(page.getByLabel("Application")).hasValue("half");
            assertThat(page.getByLabel("Application")).isFocused();
            window.picture("live-blocker-came");
            window.judge("the live sessions");

            holder.rollback();
            Window.showsNoMore(page.locator("#session-locks"), "night-job");
            assertThat(waiting.join(Shop.LONG)).isTrue();
            isStillTheSame(window);
        }
    }

    private static Connection connect(String application) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:"
                        + shop().database.port()
                        + "/postgres?ApplicationName="
                        + application,
                "app",
                "care");
    }

    private static void update(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate("update stock set amount = amount - 1 where item = 2");
        }
    }

    private static void updateQuietly(Connection connection) {
        try {
            update(connection);
        } catch (SQLException _) {
            // Its connection is closed at the end of the test.
        }
    }

    @Test
    void the_health_of_a_database_is_looked_at_again_while_its_page_is_open() {
        try (Window window = window(Screen.DESKTOP_LIGHT)) {
            Page page = marked(window, "/databases/svc_stock");
            Locator time = page.locator("#database-score time");
            String first = time.getAttribute("datetime");
            page.locator("#database-numbers summary").first().click();

            await("a newer look")
                    .atMost(Shop.LONG)
                    .until(() -> !first.equals(time.getAttribute("datetime")));

            assertThat(page.locator("#database-numbers details[open]")).hasCount(1);
            window.open("/databases");
            Locator seen = page.locator("#cell-svc_stock time");
            String before = seen.getAttribute("datetime");
            await("a newer look in the list")
                    .atMost(Shop.LONG)
                    .until(() -> !before.equals(seen.getAttribute("datetime")));
            assertThat(window.wrong()).isEmpty();
        }
    }

    @Test
    void what_others_mute_add_and_do_is_seen_on_open_lists() throws Exception {
        try (Window mutes = window(Screen.PHONE_LIGHT);
                Window inventory = window(Screen.DESKTOP_DARK);
                Window audit = window(Screen.PHONE_DARK)) {
            Page muted = marked(mutes, "/alerts/mutes");
            Locator comment = muted.getByLabel("Why");
            comment.fill("half a sen");
            Page entries = marked(inventory, "/inventory");
            Page log = marked(audit, "/audit?action=mute");
            assertThat(log.locator("#entries")).containsText("Nothing fits");

            post(
                    "/api/v1/mutes",
                    "{\"matcher\": {\"services\": [\"svc_12\"]}, \"for\": \"1h\", \"comment\": \"fire drill\"}");
            Window.shows(muted.locator("#mutes"), "fire drill");
            assertThat(comment).hasValue("half a sen");
            assertThat(comment).isFocused();
            Window.shows(log.locator("#entries"), "alert.mute");
            shop().caretaker.command("alert", "unmute", found(MUTE, shop().get("/api/v1/mutes")));
            Window.shows(muted.locator("#mutes"), "Nothing is muted");
            Window.shows(log.locator("#entries"), "alert.unmute");

            assertThat(entries.locator("#entries")).not().containsText("new.test");
            post(
                    "/api/v1/hosts",
                    "{\"host_id\": \"new\", \"hostname\": \"new.test\", \"ip_address\": \"127.0.0.9\","
                            + " \"environment\": \"staging\", \"region\": \"us\"}");
            Window.shows(entries.locator("#entries"), "new.test");
            assertThat(log.locator("#entries")).not().containsText("host.add");

            mutes.picture("live-mutes");
            mutes.judge("the live mutes");
            inventory.picture("live-inventory");
            inventory.judge("the live inventory");
            audit.picture("live-audit");
            audit.judge("the live audit log");
            isStillTheSame(mutes);
            isStillTheSame(inventory);
            isStillTheSame(audit);
        }
    }

    @Test
    void what_is_sent_is_seen_on_the_open_page_of_channels() throws Exception {
        try (Window window = window(Screen.PHONE_LIGHT)) {
            Page page = marked(window, "/alerts/channels");
            Locator lines =
                    page.locator("#sent li", new Page.LocatorOptions().setHasText("Door is down"));
            int before = lines.count();
            Files.delete(shop().door());
            await("it was told").atMost(Shop.LONG).until(() -> lines.count() > before);
            Window.shows(lines.first(), "Sent");
            window.picture("live-channels");
            window.judge("the live channels");
            isStillTheSame(window);
        } finally {
            if (!Files.exists(shop().door())) {
                Files.createFile(shop().door());
            }
        }
    }

    @Test
    void what_happens_before_a_page_listens_is_on_it() throws Exception {
        try (Window window = window(Screen.PHONE_LIGHT)) {
            Page page = window.page();
            page.route(
                    "**/live/overview*",
                    route -> {
                        closeDoor();
                        route.resume();
                    });
            marked(window, "/");
            Window.shows(page.locator("#s-svc_door .state"), "Down");
            isStillTheSame(window);
        } finally {
            if (!Files.exists(shop().door())) {
                Files.createFile(shop().door());
            }
        }
    }

    /// Until the daemon has told all who listen already.
    private static void closeDoor() {
        try {
            Files.delete(shop().door());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await("it is known to be down")
                .atMost(Shop.LONG)
                .until(() ->
                        !shop().get("/api/v1/services/svc_door")
                                .contains("\"current_status\":\"running\""));
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
    }

    @Test
    void a_page_that_nobody_sees_follows_nothing_and_catches_up_when_it_is_seen_again()
            throws Exception {
        try (Window window = window(Screen.DESKTOP_LIGHT)) {
            Page page = marked(window, "/databases/svc_stock/sessions");
            await("it follows").atMost(Shop.LONG).until(() -> streams() == 1);

            see(page, false);
            await("it follows nothing").atMost(Shop.LONG).until(() -> streams() == 0);

            shop().database.sql("insert into stock values (3, 1)");
            see(page, true);
            await("it follows again").atMost(Shop.LONG).until(() -> streams() == 1);
            isStillTheSame(window);
        }
    }

    @Test
    void a_lost_connection_is_said_and_comes_back_by_itself() {
        try (Window window = window(Screen.PHONE_LIGHT)) {
            Page page = window.page();
            page.route(
                    "**/live/audit*",
                    route -> route.fulfill(new Route.FulfillOptions().setStatus(503)));
            marked(window, "/audit");
            Window.shows(page.locator("#link"), "Not live: trying again in");

            page.unroute("**/live/audit*");
            assertThat(page.locator("#link"))
                    .isHidden(new LocatorAssertions.IsHiddenOptions().setTimeout(Window.PATIENCE));
            assertThat(page.evaluate("() => window.stillTheSame === true")).isEqualTo(true);
        }
    }

    private static void see(Page page, boolean seen) {
        page.evaluate(
                "seen => { Object.defineProperty(document, 'hidden', {value: !seen, configurable: true});"
                        + " document.dispatchEvent(new Event('visibilitychange')); }",
                seen);
    }

    private static int streams() throws Exception {
        return Integer.parseInt(
                found(
                        Pattern.compile("caretaker_http_streams_open (\\d+)"),
                        shop().get("/metrics")));
    }
}
