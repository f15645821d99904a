package io.caretaker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.audit.AuditLog.AuditRecord;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseEngine;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.core.session.CleanupPolicy;
import io.caretaker.core.session.CleanupPolicy.Limit;
import io.caretaker.core.session.CleanupReport;
import io.caretaker.core.session.Offence;
import io.caretaker.core.session.Protection;
import io.caretaker.server.care.Cleanup;
import io.caretaker.testkit.store.InMemoryStore;
import io.caretaker.testkit.store.Samples;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A clean-up in a storm of sessions: it ends the guilty and nobody else. More rounds with
/// `-Dstorm.rounds=20`.
final class StormWeather {
    static final int ROUNDS = Integer.getInteger("storm.rounds", 3);

    private StormWeather() {}

    static void weather(Storm storm, DatabaseEngine engine, DatabaseTarget target, int round)
            throws Exception {
        String which = "round " + round;
        assertThat(storm.sessions()).as(which).isGreaterThanOrEqualTo(100);
        assertThat(storm.waiting()).as(which).isEqualTo(30);
        var store = new InMemoryStore();
        var cleanup =
                new Cleanup(
                        engine.sessions().orElseThrow(),
                        store.audit(),
                        InstantSource.system(),
                        System::nanoTime);

        CleanupReport dry = cleanup.run(order(target, true), soon());
        assertThat(victims(dry)).as(which).isEqualTo(storm.guilty);
        assertThat(storm.alive(storm.guilty)).as(which).isEqualTo(storm.guilty);

        CleanupReport report = cleanup.run(order(target, false), soon());

        assertThat(report.failed()).as(which).isEmpty();
        assertThat(victims(report)).as(which).isEqualTo(storm.guilty);
        assertThat(storm.alive(storm.shielded)).as(which).isEqualTo(storm.shielded);
        assertThat(storm.alive(storm.innocent)).as(which).isEqualTo(storm.innocent);
        assertThat(storm.alive(storm.chained)).as(which).isEqualTo(storm.chained);
        await().atMost(Duration.ofSeconds(10)).until(() -> storm.waiting() == 0);
        assertThat(storm.programsRun()).as(which).isTrue();
        assertThat(storm.backups()).as(which).isPositive();
        assertThat(storm.receivers()).as(which).isPositive();
        assertThat(spared(report)).as(which).containsAll(storm.shielded);
        assertThat(store.audit().recent("storm", 100))
                .extracting(AuditRecord::entry)
                .filteredOn(entry -> entry.action().equals("session.end"))
                .hasSameSizeAs(storm.guilty)
                .allSatisfy(
                        entry -> assertThat(entry.details().toString()).doesNotContain("secret"));
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(10), System::nanoTime);
    }

    private static Set<String> victims(CleanupReport report) {
        var ids = new TreeSet<String>();
        report.ended().forEach(ended -> ids.add(ended.victim().session().id()));
        return ids;
    }

    private static List<String> spared(CleanupReport report) {
        return report.spared().stream().map(each -> each.session().id()).toList();
    }

    private static Cleanup.Order order(DatabaseTarget target, boolean dry) {
        CleanupPolicy policy = CleanupPolicy.DEFAULT.withGrace(Duration.ofSeconds(5)).atMost(50);
        for (Offence offence : Offence.values()) {
            Limit limit = policy.limit(offence);
            // A hundred connections are critical, but those that are idle are young.
            Duration after = offence == Offence.IDLE ? limit.after() : Storm.LIMIT;
            policy = policy.with(offence, limit.after(after));
        }
        var care =
                new Care(
                        Care.DEFAULT.thresholds(),
                        policy,
                        new Protection(
                                List.of(Storm.PROTECTED_USER),
                                List.of("pay*"),
                                List.of(Storm.PROTECTED_DATABASE)),
                        Care.DEFAULT.longQuery(),
                        false);
        Service service = Samples.plainService("storm", "here");
        return new Cleanup.Order(service, target, care, dry, "caretaker");
    }

    static DatabaseTarget target(EngineKind kind, int port, @Nullable String database) {
        return new DatabaseTarget(
                kind,
                "127.0.0.1",
                port,
                database,
                "caretaker_monitor",
                new SecretReference.FromEnvironment("STORM"),
                DatabaseTarget.TlsMode.DEFAULT,
                null);
    }
}
