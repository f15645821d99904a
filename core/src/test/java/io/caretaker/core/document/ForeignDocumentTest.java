package io.caretaker.core.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.core.check.BodyExpectation;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.recovery.RecoveryAction;
import io.caretaker.core.status.ServiceState;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Documents as other programs write them.
class ForeignDocumentTest {
    private static final Instant NOW = Instant.parse("2026-01-31T10:30:00Z");

    @Test
    void takes_the_check_from_the_endpoint() {
        assertThat(service("tcp", Map.of("endpoint", "tcp://10.0.0.1:3306")).check())
                .isEqualTo(new CheckSpec.Tcp("10.0.0.1", 3306, null, null));
        assertThat(service("tcp", Map.of("endpoint", "[::1]:22")).check())
                .isEqualTo(new CheckSpec.Tcp("::1", 22, null, null));
        var web = service("http", Map.of("endpoint", "http://web/ok", "expected_response", "fine"));
        assertThat(web.healthCheck()).isNull();
        assertThat(web.check())
                .isInstanceOfSatisfying(
                        CheckSpec.Http.class,
                        http ->
                                assertThat(http.expectation())
                                        .isEqualTo(new BodyExpectation.Contains("fine")));
    }

    @Test
    void takes_an_expected_response_of_three_digits_as_the_status() {
        var web = service("http", Map.of("endpoint", "http://web/", "expected_response", 204));
        assertThat(web.check())
                .isInstanceOfSatisfying(
                        CheckSpec.Http.class,
                        http -> assertThat(http.statuses()).containsExactly(204));
    }

    @Test
    void takes_the_rest_from_the_type_and_the_host() {
        assertThat(service("database", Map.of()).check())
                .isInstanceOfSatisfying(
                        CheckSpec.Database.class,
                        check -> {
                            assertThat(check.target().engine()).isEqualTo(EngineKind.MYSQL);
                            assertThat(check.target().address()).isEqualTo("10.0.0.9:3306");
                        });
        assertThat(service("tcp", Map.of()).check())
                .isEqualTo(new CheckSpec.Tcp("10.0.0.9", 3306, null, null));
        assertThat(service("custom", Map.of("custom_check", "/bin/check -w '5 6'")).check())
                .isEqualTo(new CheckSpec.Custom(List.of("/bin/check", "-w", "5 6"), Map.of()));
    }

    @Test
    void keeps_an_endpoint_beside_the_unit_as_the_second_check() {
        Service service = service("ssh", Map.of("endpoint", "10.0.0.1:3306"));
        assertThat(service.check()).isEqualTo(new CheckSpec.Unit());
        assertThat(service.healthCheck())
                .isEqualTo(new CheckSpec.Tcp("10.0.0.1", 3306, null, null));
        assertThat(service.control()).isEqualTo(new ServiceControl.Systemd("mysql.service"));
        assertThat(service("ssh", Map.of("enabled", false, "endpoint", "a:1")).healthCheck())
                .isNull();
    }

    @Test
    void takes_dates_of_a_driver_and_leaves_unknown_fields_alone() {
        var document = new HashMap<String, Object>(HostDocument.of(host()));
        document.put("created_at", Date.from(NOW));
        document.put("colour_of_the_rack", "red");
        Host read =
                Fields.stored(document, fields -> HostDocument.read(fields, Origin.MANAGED, NOW));
        assertThat(read).isEqualTo(host());
    }

    @Test
    void takes_a_script_without_its_action() {
        var document = document("ssh", Map.of());
        document.put("recovery", Map.of("custom_script", "/opt/heal now"));
        assertThat(read(document).recovery().action())
                .isEqualTo(new RecoveryAction.CustomScript(List.of("/opt/heal", "now")));
    }

    @Test
    void refuses_a_damaged_document_with_everything_that_is_wrong() {
        assertThatThrownBy(() -> read(new HashMap<>(Map.of("service_id", 5, "tags", 1))))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("'host_id' is missing")
                .hasMessageContaining("tags: must be a list");
    }

    @Test
    void the_full_document_has_the_state_in_its_place() {
        Service service = service("ssh", Map.of());
        var document = ServiceStateDocument.of(service, ServiceState.unseen(service.id()));
        assertThat(document)
                .containsKeys("last_check", "last_status_change", "uptime_percentage")
                .containsEntry("current_status", "unknown")
                .containsEntry("consecutive_failures", 0);
        assertThat(document.keySet())
                .containsSubsequence(
                        "health_check", "current_status", "consecutive_failures", "environment");
        assertThat(read(document)).isEqualTo(service);
    }

    private static Service service(String method, Map<String, ?> health) {
        return read(document(method, health));
    }

    private static Map<String, Object> document(String method, Map<String, ?> health) {
        var document = new HashMap<String, Object>();
        document.put("service_id", "svc");
        document.put("host_id", "h");
        document.put("service_name", "mysql.service");
        document.put("service_type", "mysql");
        document.put("monitoring", Map.of("method", method, "interval_sec", 45.0));
        document.put("health_check", health);
        return document;
    }

    private static Service read(Map<String, ?> document) {
        ServiceDefaults defaults = ServiceDefaults.stored(NOW).knowing(_ -> Optional.of(host()));
        return Fields.stored(document, fields -> ServiceDocument.read(fields, defaults));
    }

    private static Host host() {
        var fields =
                Map.of("host_id", "h", "ip_address", "10.0.0.9", "environment", "e", "region", "r");
        return Fields.stored(fields, each -> HostDocument.read(each, Origin.MANAGED, NOW));
    }
}
