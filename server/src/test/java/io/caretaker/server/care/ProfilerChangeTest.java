package io.caretaker.server.care;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog;
import io.caretaker.core.audit.AuditLog.AuditRecord;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.profile.Profile;
import io.caretaker.core.profile.ProfileLevel;
import io.caretaker.core.profile.ProfileOrder;
import io.caretaker.core.profile.QueryProfiler;
import io.caretaker.testkit.store.InMemoryStore;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class ProfilerChangeTest {
    private static final DatabaseTarget TARGET =
            new DatabaseTarget(
                    EngineKind.MONGODB,
                    "127.0.0.1",
                    27017,
                    null,
                    null,
                    null,
                    DatabaseTarget.TlsMode.DEFAULT,
                    null);
    private static final ServiceId SERVICE = new ServiceId("svc_shop_mongodb");
    private static final Profile OFF = new Profile("shop", ProfileLevel.OFF, 100L, 1.0, null);

    private final AuditLog audit = new InMemoryStore().audit();

    @Test
    void a_change_is_verified_and_written_down_before_and_after() throws Exception {
        var profiler = new Remembering(true);

        Profile after =
                change(profiler)
                        .run(
                                SERVICE,
                                TARGET,
                                OFF,
                                new ProfileOrder(ProfileLevel.SLOW, 50L, null),
                                "cli:anna");

        assertThat(after).isEqualTo(new Profile("shop", ProfileLevel.SLOW, 50L, 1.0, null));
        assertThat(entries())
                .hasSize(2)
                .allSatisfy(entry -> {
                    assertThat(entry.action()).isEqualTo("profiler.set");
                    assertThat(entry.actor()).isEqualTo("cli:anna");
                    assertThat(entry.target()).isEqualTo("svc_shop_mongodb");
                    assertThat(entry.details()).containsEntry("database", "shop");
                });
    }

    @Test
    void a_server_that_says_yes_and_does_something_else_is_a_failure() {
        var profiler = new Remembering(false);

        assertThatThrownBy(() ->
                        change(profiler)
                                .run(
                                        SERVICE,
                                        TARGET,
                                        OFF,
                                        new ProfileOrder(ProfileLevel.ALL, null, null),
                                        "cli:anna"))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> {
                            assertThat(problem.code()).isEqualTo(ProblemCode.FAILED);
                            assertThat(problem.message()).contains("records now: off");
                        });
        assertThat(entries())
                .extracting(AuditEntry::success)
                .containsExactlyInAnyOrder(true, false);
    }

    private ProfilerChange change(QueryProfiler profiler) {
        return new ProfilerChange(
                profiler, audit, () -> Instant.parse("2026-01-02T03:04:05Z"), System::nanoTime);
    }

    private List<AuditEntry> entries() {
        return audit.recent(null, 10).stream().map(AuditRecord::entry).toList();
    }

    /// A server's one profiler, which may be deaf.
    private static final class Remembering implements QueryProfiler {
        private final boolean listens;
        private Profile now = OFF;

        Remembering(boolean listens) {
            this.listens = listens;
        }

        @Override
        public List<Profile> all(DatabaseTarget target, Deadline deadline) {
            return List.of(now);
        }

        @Override
        public Profile look(DatabaseTarget target, String database, Deadline deadline) {
            return now;
        }

        @Override
        public void set(
                DatabaseTarget target, String database, ProfileOrder order, Deadline deadline) {
            if (listens) {
                now =
                        new Profile(
                                database,
                                order.level(),
                                Objects.requireNonNullElse(order.slowMillis(), 100L),
                                Objects.requireNonNullElse(order.sampleRate(), 1.0),
                                null);
            }
        }

        @Override
        public String sideEffects(ProfileOrder order) {
            return "";
        }
    }
}
