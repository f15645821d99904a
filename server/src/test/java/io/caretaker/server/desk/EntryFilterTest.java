package io.caretaker.server.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.ServiceType;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.status.ServiceFilter;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.ServiceView;
import io.caretaker.core.status.Status;
import io.caretaker.testkit.store.InventorySamples;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryFilterTest {
    @Test
    void keys_become_a_filter_of_services() {
        EntryFilter filter =
                query(
                        Map.of(
                                "environment", "production",
                                "region", "jeju",
                                "type", "nginx",
                                "status", "Running",
                                "host", "web_1",
                                "tag", "blue",
                                "enabled", "true"));
        assertThat(filter.services())
                .isEqualTo(
                        new ServiceFilter(
                                "production",
                                "jeju",
                                new ServiceType("nginx"),
                                Status.RUNNING,
                                new HostId("web_1"),
                                "blue",
                                true));
    }

    @Test
    void keys_become_a_filter_of_hosts() {
        EntryFilter filter = query(Map.of("status", "maintenance", "host", "web_1"));
        assertThat(filter.hosts().status()).isEqualTo(HostStatus.MAINTENANCE);
        assertThat(filter.aboutHostStatus()).isTrue();
        assertThat(filter.test(InventorySamples.host("web_1"))).isTrue();
        assertThat(filter.test(InventorySamples.host("web_2"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"enabled, true, true", "enabled, false, false", "disabled, true, false"})
    void enabled_and_disabled_are_one_question(String key, String value, boolean enabled) {
        assertThat(query(Map.of(key, value)).services().enabled()).isEqualTo(enabled);
    }

    @Test
    void stale_and_failing_look_at_what_is_known_of_a_service() {
        var service = InventorySamples.plainService("svc_a", "web_1");
        var view = new ServiceView(service, ServiceState.unseen(service.id()));
        var late = InventorySamples.NOW.plus(Duration.ofHours(1));
        assertThat(query(Map.of("stale", "true")).test(view, late)).isTrue();
        assertThat(query(Map.of("stale", "true")).test(view, InventorySamples.NOW)).isFalse();
        assertThat(query(Map.of("stale", "false")).test(view, InventorySamples.NOW)).isTrue();
        assertThat(query(Map.of("failing", "true")).test(view, late)).isFalse();
    }

    @Test
    void an_unknown_key_names_the_nearest_one() {
        assertThatThrownBy(() -> query(Map.of("enviroment", "x")))
                .hasMessage("there is no filter 'enviroment'")
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem ->
                                assertThat(problem.hint())
                                        .isEqualTo("did you mean 'environment'?"));
        assertThatThrownBy(() -> EntryFilter.of(Map.of("x", ""), new FilterWords("--", "--where")))
                .hasMessage("--where knows no 'x'");
    }

    @Test
    void a_value_that_cannot_be_one_is_refused() {
        assertThatThrownBy(() -> query(Map.of("stale", "maybe")))
                .hasMessage("stale=maybe: must be true or false");
        assertThatThrownBy(() -> query(Map.of("status", "runing")).services())
                .hasMessage(
                        "status must be one of running, warning, stopped, error, unknown, but is"
                                + " 'runing'")
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.hint()).isEqualTo("did you mean 'running'?"));
        assertThatThrownBy(() -> query(Map.of("host", "no id!")).services())
                .isInstanceOf(Problem.class)
                .hasMessageStartingWith("host: ");
    }

    @Test
    void what_means_nothing_for_a_kind_is_refused() {
        assertThatThrownBy(() -> query(Map.of("stale", "true")).fit(new EntryKind.Hosts()))
                .hasMessage("stale means nothing for hosts");
        assertThatThrownBy(() -> query(Map.of("tag", "a")).fit(new EntryKind.Environments()))
                .hasMessage("tag means nothing for environments");
        assertThatThrownBy(() ->
                        query(Map.of("enabled", "true", "disabled", "true"))
                                .fit(new EntryKind.Services()))
                .hasMessage("enabled and disabled exclude each other");
    }

    private static EntryFilter query(Map<String, String> texts) {
        return EntryFilter.of(texts, FilterWords.QUERY);
    }
}
