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

/// The dashboard in a browser that runs no script.
class WithoutScriptIT {
    @RegisterExtension static final OpenShop OPEN = new OpenShop();

    private static Window window(Screen screen) {
        return OPEN.window(screen, wishes -> wishes.setJavaScriptEnabled(false));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator field(Page page, String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    @Test
    void the_overview_says_everything_and_can_be_filtered() {
        try (Window window = window(Screen.PHONE_LIGHT)) {
            Page page = window.open("/");
            assertThat(page.locator("h1").first()).containsText("down");
            assertThat(page.locator(".svc[id^=s-svc_0]")).hasCount(9);
            assertThat(page.locator("#s-svc_13 .state")).hasText("Stopped");
            assertThat(page.locator("#s-svc_01 .beats path").first()).isAttached();
            assertThat(page.locator("[data-theme-switch]")).isHidden();
            field(page, "Filter services").fill("stock");
            button(page, "Filter").click();
            assertThat(page.locator(".svc")).hasCount(1);
            link(page, "Stock").click();
            assertThat(page.locator("main")).containsText("Response times of the last");
            assertThat(page.locator("main")).containsText("checks up");
            assertThat(page.locator(".chart")).isHidden();
            window.picture("without-script-service");
        }
    }

    @Test
    void lists_are_narrowed_by_a_button() {
        try (Window window = window(Screen.DESKTOP_LIGHT)) {
            Page page = window.open("/alerts");
            field(page, "Severity").selectOption("low");
            button(page, "Filter").click();
            assertThat(page).hasURL(Pattern.compile(".*severity=low.*"));
            window.open("/databases/svc_stock");
            assertThat(page.locator("main")).containsText("The newest looks: between");
            field(page, "Time").selectOption("6h");
            button(page, "Show").click();
            assertThat(page).hasURL(Pattern.compile(".*window=6h.*"));
            window.open("/databases/svc_stock/sessions");
            field(page, "Application").fill("nobody");
            button(page, "Filter").click();
            assertThat(page.locator("main")).containsText("No session fits");
        }
    }

    @Test
    void an_alert_is_acknowledged() throws Exception {
        try (Window window = window(Screen.PHONE_DARK)) {
            await("an alert")
                    .atMost(Shop.LONG)
                    .until(() -> OPEN.shop().get("/api/v1/alerts").contains("svc_14"));
            Page page = window.open("/alerts");
            link(page, "Shop <i>14</i> is down").first().click();
            field(page, "What you say to it").fill("Without a script");
            button(page, "I see to it").click();
            assertThat(page.locator("main")).containsText("Without a script");
            assertThat(OPEN.shop().get("/api/v1/alerts")).contains("Without a script");
        }
    }

    @Test
    void a_recovery_is_approved_on_the_page_of_its_question() throws Exception {
        try (Window window = window(Screen.PHONE_LIGHT)) {
            await("the question")
                    .atMost(Shop.LONG)
                    .until(() -> OPEN.shop().get("/api/v1/approvals").contains("svc_gate"));
            Page page = window.open("/approvals");
            link(page, "Approve…").first().click();
            assertThat(page.locator("h1")).hasText("Approve the recovery of Gate?");
            button(page, "Approve").click();
            await("the script was run")
                    .atMost(Shop.LONG)
                    .until(() -> Files.exists(OPEN.shop().gate()));
        }
    }

    @Test
    void whoever_blocks_others_is_ended_on_the_page_of_its_question() {
        try (Window window = window(Screen.DESKTOP_LIGHT)) {
            await("somebody waits").atMost(Shop.LONG).until(() -> OPEN.shop().blocked() == 1);
            Page page = window.open("/databases/svc_stock/sessions");
            link(page, "Terminate…").first().click();
            assertThat(page.locator("main")).containsText("Nothing speaks against it");
            button(page, "Terminate it").click();
            await("nobody waits any more")
                    .atMost(Shop.LONG)
                    .until(() -> OPEN.shop().blocked() == 0);
        }
    }

    @Test
    void a_database_is_tried_and_added() throws Exception {
        try (Window window = window(Screen.PHONE_DARK);
                PostgresServer server = PostgresServer.startNew()) {
            Page page = window.open("/inventory/databases/new");
            field(page, "Address").fill("127.0.0.1");
            field(page, "Port").fill(String.valueOf(server.port()));
            field(page, "User").fill(server.user());
            field(page, "Password").fill(server.password().reveal());
            field(page, "Name").fill("Plain");
            button(page, "Test the connection").click();
            assertThat(page.locator("#trial"))
                    .containsText(Pattern.compile("It works|something cannot be seen"));
            button(page, "Save").click();
            assertThat(page).hasURL(Pattern.compile(".*/databases/svc_plain$"));
            await("it is looked at")
                    .atMost(Shop.LONG)
                    .until(() ->
                            OPEN.shop()
                                    .get("/api/v1/databases/svc_plain/health")
                                    .contains("\"reachable\":true"));
        }
    }
}
