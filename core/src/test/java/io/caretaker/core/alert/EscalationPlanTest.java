package io.caretaker.core.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.status.ServiceState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EscalationPlanTest {
    private static final Instant BEGAN = Instant.parse("2026-01-05T09:00:00Z");
    private static final Instant NOW = BEGAN.plusSeconds(60);
    private static final Duration LATER = Duration.ofMinutes(15);

    private final Alert untold =
            new Alert(
                    "a-1",
                    AlertKey.of(AlertRule.SERVICE_DOWN, new ServiceId("db1")),
                    AlertState.FIRING,
                    Severity.HIGH,
                    "db1 is down",
                    "",
                    BEGAN,
                    BEGAN,
                    null,
                    "",
                    List.of(BEGAN),
                    "",
                    List.of());
    private final Alert told =
            untold.with(
                    new Telling(
                            "mail", Said.FIRING, BEGAN, BEGAN, Severity.HIGH, "n-1", null, false));

    private static EscalationPlan plan(Alert alert, Map<String, Acknowledgement> words) {
        var channels = new LinkedHashMap<String, ChannelPolicy>();
        channels.put("mail", ChannelPolicy.of("mail", ChannelKind.EMAIL));
        channels.put("pager", ChannelPolicy.of("pager", ChannelKind.PAGERDUTY));
        var dba =
                new EscalationPolicy(
                        "dba",
                        List.of(
                                new EscalationPolicy.Step(Duration.ZERO, List.of("mail")),
                                new EscalationPolicy.Step(LATER, List.of("pager"))));
        var policy =
                new AlertingPolicy(
                        Duration.ofSeconds(1),
                        Duration.ofHours(4),
                        Duration.ofMinutes(10),
                        Duration.ofDays(3),
                        channels,
                        List.of(new Route(AlertMatcher.ALL, dba, false)),
                        Map.of("dba", dba),
                        Map.of(),
                        Map.of());
        var world =
                new World(
                        _ -> null,
                        _ -> List.of(),
                        Inventory.EMPTY,
                        Dependents.NONE,
                        ServiceState::unseen,
                        List.of(),
                        words,
                        policy,
                        Map.of());
        return EscalationPlan.of(world, alert, NOW);
    }

    @Test
    void later_steps_count_from_when_somebody_was_told_first() {
        assertThat(plan(told, Map.of()).steps())
                .containsExactly(
                        new EscalationPlan.Step("dba", Duration.ZERO, List.of("mail"), BEGAN),
                        new EscalationPlan.Step("dba", LATER, List.of("pager"), BEGAN.plus(LATER)));
    }

    @Test
    void while_nobody_was_told_nothing_escalates() {
        assertThat(plan(untold, Map.of()).steps().getLast().due()).isNull();
    }

    @Test
    void what_somebody_sees_to_does_not_escalate() {
        var word = new Acknowledgement("a-1", "cli:anna", NOW, null, "");
        assertThat(plan(told, Map.of("a-1", word)).steps().getLast().due()).isNull();
    }
}
