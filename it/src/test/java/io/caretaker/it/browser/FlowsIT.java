package io.caretaker.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.caretaker.testkit.server.PostgresServer;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a person does on the dashboard, from the first look to the effect on the real server.
class FlowsIT {
    @RegisterExtension static final OpenShop OPEN = new OpenShop();

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    @Test
    void a_database_is_tried_and_added() {
        try (Window window = OPEN.window(Screen.PHONE_LIGHT);
                PostgresServer server = PostgresServer.startNew()) {
            Page page = window.open("/inventory");
            link(page, "Add a database").click();
            page.getByLabel("Address", new Page.GetByLabelOptions().setExact(true))
                    .fill("127.0.0.1");
            page.getByLabel("Port", new Page.GetByLabelOptions().setExact(true))
                    .fill(String.valueOf(server.port()));
            page.getByLabel("User", new Page.GetByLabelOptions().setExact(true))
                    .fill(server.user());
            page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill("wrong");
            page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Ledger");

            button(page, "Test the connection").click();
            assertThat(page.locator("#trial")).containsText("The log-in is refused");
            assertThat(page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)))
                    .hasValue("Ledger");
            window.picture("flow-add-refused");

            page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true))
                    .fill(server.password().reveal());
            button(page, "Test the connection").click();
            assertThat(page.locator("#trial"))
                    .containsText(Pattern.compile("It works|something cannot be seen"));
            button(page, "Save").click();
            page.waitForURL(Pattern.compile(".*/databases/svc_ledger$"));
            await("it is looked at")
                    .atMost(Shop.LONG)
                    .until(() ->
                            OPEN.shop()
                                    .get("/api/v1/databases/svc_ledger/health")
                                    .contains("\"reachable\":true"));
            window.open("/databases/svc_ledger");
            assertThat(page.locator("main")).containsText("of 100");
            window.picture("flow-add-done");
            window.judge("the new database");
        }
    }

    @Test
    void whoever_blocks_others_is_ended_after_a_question() throws Exception {
        try (Window window = OPEN.window(Screen.DESKTOP_DARK)) {
            await("somebody waits").atMost(Shop.LONG).until(() -> OPEN.shop().blocked() == 1);
            Page page = window.open("/databases/svc_stock/sessions");
            window.judge("the sessions");
            window.picture("flow-blocker-seen");

            page.locator(".tree a.button").first().click();
            assertThat(page.locator("dialog")).containsText("checkout");
            assertThat(page.locator("dialog")).containsText("Nothing speaks against it");
            window.judge("the question");
            window.picture("flow-blocker-question");
            button(page, "Terminate it").click();

            await("nobody waits any more")
                    .atMost(Shop.LONG)
                    .until(() -> OPEN.shop().blocked() == 0);
            assertThat(OPEN.shop().get("/api/v1/audit?limit=20"))
                    .contains("session.terminate")
                    .contains("local:");
            assertThat(window.wrong()).isEmpty();
        }
    }

    @Test
    void a_recovery_that_waits_is_approved_and_carried_out() throws Exception {
        try (Window window = OPEN.window(Screen.PHONE_DARK)) {
            await("the question")
                    .atMost(Shop.LONG)
                    .until(() -> OPEN.shop().get("/api/v1/approvals").contains("svc_gate"));
            Page page = window.open("/");
            assertThat(page.locator("main")).containsText("approv");
            window.picture("flow-approval-overview");
            window.open("/approvals");
            window.judge("the approvals");
            link(page, "Approve…").first().click();
            assertThat(page.locator("dialog")).containsText("Gate");
            window.picture("flow-approval-question");
            button(page, "Approve").click();

            await("the script was run")
                    .atMost(Shop.LONG)
                    .until(() -> Files.exists(OPEN.shop().gate()));
            await("it is seen to be up")
                    .atMost(Shop.LONG)
                    .until(() ->
                            OPEN.shop()
                                    .get("/api/v1/services/svc_gate")
                                    .contains("\"current_status\":\"running\""));
            assertThat(window.wrong()).isEmpty();
        }
    }

    @Test
    void an_alert_is_acknowledged_and_the_page_says_by_whom() throws Exception {
        try (Window window = OPEN.window(Screen.DESKTOP_LIGHT)) {
            await("an alert")
                    .atMost(Shop.LONG)
                    .until(() -> OPEN.shop().get("/api/v1/alerts").contains("svc_14"));
            Page page = window.open("/alerts");
            page.locator("a", new Page.LocatorOptions().setHasText("Shop <i>14</i> is down"))
                    .first()
                    .click();
            page.getByLabel("What you say to it").fill("I am at it");
            button(page, "I see to it").click();

            assertThat(page.locator("main")).containsText("I am at it");
            window.judge("the alert");
            window.picture("flow-alert-acknowledged");
            await("the store has it")
                    .atMost(Shop.LONG)
                    .until(() -> OPEN.shop().get("/api/v1/alerts").contains("I am at it"));
        }
    }

    @Test
    void the_overview_changes_by_itself_when_a_service_goes_down_and_comes_back() throws Exception {
        try (Window window = OPEN.window(Screen.DESKTOP_LIGHT)) {
            Page page = window.open("/");
            Locator row =
                    page.locator("main")
                            .getByText("Door", new Locator.GetByTextOptions().setExact(true))
                            .first();
            assertThat(row).isVisible();
            String before = page.locator("main").innerText();
            assertThat(before).doesNotContain("Door is down");

            Files.delete(OPEN.shop().door());
            Window.shows(page.locator("main"), "Door is down");
            Files.createFile(OPEN.shop().door());
            Window.showsNoMore(page.locator("main"), "Door is down");
            assertThat(window.wrong()).isEmpty();
        }
    }
}
