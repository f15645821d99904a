package io.caretaker.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.document.ProfileDocument;
import io.caretaker.core.profile.Profile;
import io.caretaker.core.profile.ProfileLevel;
import io.caretaker.core.profile.ProfileOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProfilerTextTest {
    private static final Profile SLOW =
            new Profile("shop", ProfileLevel.SLOW, 100L, 0.5, "{\"ns\": \"shop.orders\"}");
    private static final Profile OFF = new Profile("it's", ProfileLevel.OFF, null, null, null);

    @Test
    void a_line_says_what_is_recorded() {
        assertThat(ProfilerText.line(SLOW))
                .isEqualTo(
                        "shop: slow operations only, slow from 100 ms on, a share of 0.5 of them,"
                                + " chosen by a filter instead: {\"ns\": \"shop.orders\"}");
        assertThat(ProfilerText.line(OFF)).isEqualTo("it's: off");
    }

    @Test
    void what_is_wanted_keeps_what_is_not_named() {
        assertThat(
                        ProfilerText.wanted(
                                new Profile("shop", ProfileLevel.OFF, 100L, 1.0, null),
                                new ProfileOrder(ProfileLevel.ALL, null, 0.2)))
                .isEqualTo("shop: all operations, slow from 100 ms on, a share of 0.2 of them");
    }

    @Test
    void the_undo_is_a_command_that_brings_back_what_was() {
        assertThat(ProfilerText.undo("svc_a", SLOW))
                .isEqualTo(
                        "caretaker profiler svc_a --database shop --slow-only --slow-ms 100"
                                + " --sample-rate 0.5");
        assertThat(ProfilerText.undo("svc_a", OFF))
                .isEqualTo("caretaker profiler svc_a --database 'it'\\''s' --off");
    }

    @Test
    void a_person_is_warned_of_what_costs_and_of_what_has_no_effect() {
        assertThat(ProfilerText.warnings(OFF, new ProfileOrder(ProfileLevel.ALL, null, null), ""))
                .singleElement()
                .asString()
                .contains("costs throughput");
        assertThat(
                        ProfilerText.warnings(
                                SLOW, new ProfileOrder(ProfileLevel.SLOW, 5L, null), "Also this."))
                .satisfiesExactly(
                        filter -> assertThat(filter).contains("filter"),
                        also -> assertThat(also).isEqualTo("Also this."));
    }

    @Test
    void programs_get_the_same() {
        assertThat(ProfileDocument.list("svc_a", List.of(SLOW)))
                .containsEntry("service_id", "svc_a")
                .containsEntry(
                        "profilers",
                        List.of(
                                Map.of(
                                        "database",
                                        "shop",
                                        "level",
                                        "slow",
                                        "slow_ms",
                                        100L,
                                        "sample_rate",
                                        0.5,
                                        "filter",
                                        "{\"ns\": \"shop.orders\"}")));
        assertThat(
                        ProfileDocument.change(
                                "svc_a",
                                SLOW,
                                new ProfileOrder(ProfileLevel.OFF, null, null),
                                null,
                                "undo",
                                true))
                .containsEntry("dry_run", true)
                .containsEntry("changed", false)
                .containsEntry("wanted", "off")
                .containsEntry("after", null);
    }
}
