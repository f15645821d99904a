package io.caretaker.core.session;

import static io.caretaker.core.session.Someone.active;
import static io.caretaker.core.session.Someone.idle;
import static org.assertj.core.api.Assertions.assertThat;

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
}
