package io.caretaker.core.session;

import static io.caretaker.core.session.Someone.active;
import static io.caretaker.core.session.Someone.idle;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmergencyRulesTest {
    private static final Protection PROTECTION =
            new Protection(List.of("boss"), List.of("billing"), List.of("vault"));

    @Test
    void everybody_goes_but_the_protected_replication_and_backups() {
        CleanupPlan plan =
                EmergencyRules.plan(
                        Someone.snapshot(
                                List.of(
                                        idle("idle", 0),
                                        active("active", 0),
                                        active("by person", 1).kind(SessionKind.MAINTENANCE),
                                        active("vacuum", 1)
                                                .kind(SessionKind.MAINTENANCE)
                                                .user(null),
                                        active("boss' vacuum", 1)
                                                .kind(SessionKind.MAINTENANCE)
                                                .user("boss"),
                                        active("own", 1).kind(SessionKind.OWN),
                                        active("replica", 1).kind(SessionKind.REPLICATION),
                                        active("backup", 1).kind(SessionKind.BACKUP),
                                        active("system", 1).kind(SessionKind.SYSTEM),
                                        active("prepared", 1).kind(SessionKind.PREPARED),
                                        idle("boss", 1).user("boss"),
                                        idle("billing", 1).application("billing"),
                                        idle("vault", 1).database("vault"),
                                        idle("super", 1).notEndable("GRANT it"))),
                        PROTECTION);

        assertThat(plan.victims())
                .extracting(victim -> victim.session().id())
                .containsExactly("idle", "active", "by person");
        assertThat(plan.victims()).allMatch(victim -> victim.method() == EndMethod.TERMINATE);
        assertThat(plan.spared())
                .extracting(each -> each.session().id())
                .containsExactly(
                        "vacuum",
                        "boss' vacuum",
                        "own",
                        "replica",
                        "backup",
                        "boss",
                        "billing",
                        "vault");
        assertThat(plan.unable())
                .singleElement()
                .extracting(CleanupPlan::obstacle)
                .isEqualTo("GRANT it");
    }

    @Test
    void a_mere_connection_that_the_server_cannot_close_is_spared_and_does_not_count_as_left() {
        var connection =
                new DatabaseSession(
                        new SessionKey("conn7", Instant.EPOCH),
                        SessionKind.CLIENT,
                        SessionState.IDLE,
                        "app",
                        null,
                        null,
                        "10.0.0.1",
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        null,
                        "no command closes it");
        var snapshot =
                new SessionSnapshot(
                        Instant.EPOCH, "7.0", null, 100, List.of(connection), List.of());

        CleanupPlan plan = EmergencyRules.plan(snapshot, PROTECTION);

        assertThat(plan.victims()).isEmpty();
        assertThat(plan.unable()).isEmpty();
        assertThat(plan.spared())
                .singleElement()
                .extracting(CleanupPlan.Spared::reason)
                .isEqualTo("no command closes it");
    }
}
