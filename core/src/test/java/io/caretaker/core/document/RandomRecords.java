package io.caretaker.core.document;

import io.caretaker.core.check.BodyExpectation;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.CheckType;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.HostLimits;
import io.caretaker.core.check.HttpVerb;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.health.*;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Alerting;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.HostMetadata;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.MaintenanceWindow;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Placement;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.ServiceType;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.inventory.SshConfig;
import io.caretaker.core.recovery.BlockUntil;
import io.caretaker.core.recovery.RecoveryAction;
import io.caretaker.core.recovery.RecoveryPolicy;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.core.session.*;
import io.caretaker.core.status.Status;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Valid records with hostile contents; the same seed gives the same records.
final class RandomRecords {
    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "plain",
                    "null",
                    "true",
                    "42",
                    "1e3",
                    "~",
                    "{}",
                    "[]",
                    "a: b",
                    "# c",
                    "it's",
                    "\"quoted\"",
                    "back\\slash",
                    "line\nbreak",
                    "tab\there",
                    "\r\n",
                    "\0",
                    "naïve 한국어 🐘",
                    "\u202Ertl",
                    "\uFEFFbom",
                    "$where",
                    "a.b",
                    "'; DROP TABLE x; --",
                    "%s%n",
                    "${HOME}",
                    "x".repeat(5000));
    private static final List<String> ADDRESSES =
            List.of(
                    "127.0.0.1",
                    "::1",
                    "10.1.11.81",
                    "fe80::1%eth0",
                    "db.example.org",
                    "a b",
                    "x/y");
    private static final List<String> URLS =
            List.of(
                    "http://localhost/",
                    "https://[::1]:8443/health?x=1&y=a%20b#z",
                    "http://user@example.org:80/a/b");
    private static final Status[] STATUSES = Status.values();

    private final Random random;

    RandomRecords(long seed) {
        random = new Random(seed);
    }

    Host host() {
        return new Host(
                new HostId(id()),
                "h" + text(),
                "a" + text(),
                new Placement(
                        "e" + text(),
                        "r" + text(),
                        maybe(this::text),
                        maybe(this::text),
                        maybe(this::text)),
                new SshConfig(text(), port(), maybe(this::text), yes()),
                new HostMetadata(maybe(this::text), maybe(this::text), texts()),
                any(HostStatus.values()),
                any(Origin.values()),
                instant(),
                instant(),
                maybe(this::instant));
    }

    Environment environment() {
        return new Environment(
                id(),
                maybe(this::text),
                maybe(this::text),
                any(Severity.values()),
                maybe(this::window),
                yes(),
                any(Origin.values()),
                instant());
    }

    private MaintenanceWindow window() {
        return new MaintenanceWindow(
                maybe(() -> any(DayOfWeek.values())),
                LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000_000L)),
                LocalTime.ofSecondOfDay(random.nextInt(86_400)),
                ZoneId.of(pick(List.of("UTC", "Z", "Europe/Berlin", "+09:00", "Asia/Seoul"))));
    }

    Service service(
            CheckSpec check,
            @Nullable CheckSpec health,
            ServiceControl control,
            RecoveryAction action) {
        return new Service(
                new ServiceId(id()),
                new HostId(id()),
                "u" + text(),
                new ServiceType(pick(List.of("mysql", "postgresql", "nginx", "x-1"))),
                maybe(this::text),
                maybe(this::text),
                check,
                health,
                new Monitoring(
                        yes(),
                        duration(1, 86_399),
                        duration(1, 599),
                        random.nextInt(101),
                        duration(0, 3599)),
                new RecoveryPolicy(
                        yes(),
                        action,
                        1 + random.nextInt(100),
                        duration(0, 100_000),
                        yes(),
                        duration(0, 100_000),
                        1 + random.nextInt(9),
                        duration(1, 10_000),
                        block()),
                control,
                texts(),
                texts(),
                new Alerting(
                        yes(),
                        texts(),
                        any(Severity.values()),
                        maybe(this::text),
                        maybe(this::instant)),
                care(),
                text(),
                text(),
                texts(),
                Stream.generate(() -> new ServiceId(id())).limit(random.nextInt(3)).toList(),
                any(Origin.values()),
                instant(),
                instant());
    }

    private Care care() {
        if (yes()) {
            return Care.DEFAULT;
        }
        return new Care(
                Thresholds.DEFAULT.with(
                        Map.of(
                                "total_connections",
                                new Threshold(
                                        maybe(() -> 1.5),
                                        maybe(() -> 20.0),
                                        false,
                                        duration(0, 1000),
                                        random.nextInt(100)),
                                "made_up",
                                Threshold.below(5, 1))),
                new CleanupPolicy(
                                yes(),
                                duration(1, 1000),
                                duration(0, 100),
                                1 + random.nextInt(100),
                                CleanupPolicy.DEFAULT.limits())
                        .with(
                                any(Offence.values()),
                                new CleanupPolicy.Limit(
                                        yes(), duration(0, 1000), HealthStatus.CRITICAL)),
                new Protection(texts(), texts(), texts()),
                duration(1, 100),
                yes());
    }

    List<CheckSpec> checks() {
        return List.of(
                new CheckSpec.Tcp(pick(ADDRESSES), port(), maybe(this::text), maybe(this::text)),
                new CheckSpec.Tcp(pick(ADDRESSES), port(), null, null),
                http(new BodyExpectation.Anything()),
                http(new BodyExpectation.Contains(text())),
                http(new BodyExpectation.Matches("a+(b|c)[\"'\\\\]")),
                http(new BodyExpectation.JsonPath(text(), maybe(this::text))),
                CheckSpec.Http.get(URI.create(pick(URLS))),
                new CheckSpec.Unit(),
                new CheckSpec.ProcessAlive(text(), null),
                new CheckSpec.ProcessAlive(null, "^mysqld .*\\.cnf$"),
                new CheckSpec.Custom(command(), map()),
                new CheckSpec.Custom(command(), Map.of()),
                new CheckSpec.Database(target(null)),
                new CheckSpec.Database(target(new SecretReference.FromEnvironment("e" + text()))),
                new CheckSpec.Database(target(new SecretReference.FromFile("/" + text()))),
                new CheckSpec.Database(target(new SecretReference.FromCommand(command()))),
                new CheckSpec.HostFacts(
                        new HostLimits(
                                percent(), percent(), percent(), percent(), percent(), percent())));
    }

    List<ServiceControl> controls() {
        return List.of(
                new ServiceControl.Systemd(text()),
                new ServiceControl.SysV(text()),
                new ServiceControl.OpenRc(text()),
                new ServiceControl.PgCluster(text(), text()),
                new ServiceControl.Commands(texts(), texts(), texts(), texts(), maybe(this::text)),
                new ServiceControl.None());
    }

    List<RecoveryAction> actions() {
        return List.of(
                new RecoveryAction.Restart(),
                new RecoveryAction.Reload(),
                new RecoveryAction.Start(),
                new RecoveryAction.Stop(),
                new RecoveryAction.CustomScript(command()),
                new RecoveryAction.CustomScript(List.of("/usr/bin/heal")));
    }

    HistoryEntry entry() {
        var metrics = new LinkedHashMap<String, Double>();
        Metrics.COMMON.forEach(name -> putMaybe(metrics, name));
        Stream.of("custom", "replication_lag", "/var", "a.b", "")
                .forEach(name -> putMaybe(metrics, name));
        return new HistoryEntry(
                new ServiceId(id()),
                new HostId(id()),
                instant(),
                any(CheckType.values()),
                any(STATUSES),
                random.nextInt(101),
                Duration.ofNanos(random.nextLong(600_000_000_000L)),
                new Metrics(metrics),
                maybe(this::text),
                maybe(this::text),
                maybe(() -> new HistoryEntry.RecoveryNote(text(), yes(), text())));
    }

    private void putMaybe(Map<String, Double> metrics, String name) {
        if (yes()) {
            metrics.put(name, random.nextGaussian() * 1e6);
        }
    }

    private CheckSpec http(BodyExpectation expectation) {
        return new CheckSpec.Http(
                URI.create(pick(URLS)),
                any(HttpVerb.values()),
                map(),
                maybe(this::text),
                yes() ? Set.of() : new HashSet<>(List.of(200, 204, 301 + random.nextInt(10))),
                expectation,
                maybe(() -> duration(0, 10)),
                random.nextInt(40),
                yes(),
                yes(),
                maybe(this::text));
    }

    private DatabaseTarget target(@Nullable SecretReference password) {
        return new DatabaseTarget(
                any(EngineKind.values()),
                pick(ADDRESSES),
                port(),
                maybe(this::text),
                maybe(this::text),
                password,
                any(DatabaseTarget.TlsMode.values()),
                maybe(this::text));
    }

    private Map<String, String> map() {
        var map = new HashMap<String, String>();
        for (String each : texts()) {
            map.put(each, text());
        }
        return map;
    }

    private List<String> command() {
        return Stream.concat(Stream.of(text()), texts().stream()).toList();
    }

    private List<String> texts() {
        return Stream.generate(this::text).limit(random.nextInt(4)).toList();
    }

    private String text() {
        return pick(TEXTS);
    }

    private String id() {
        return pick(List.of("host_jeju_mysql_001", "a", "0", "A.b:c@d-e_f", "z".repeat(128)));
    }

    private int port() {
        return 1 + random.nextInt(65535);
    }

    private double percent() {
        return 1 + random.nextInt(990) / 10.0;
    }

    private boolean yes() {
        return random.nextBoolean();
    }

    private Duration duration(int from, int to) {
        int seconds = from + random.nextInt(to - from);
        return Duration.ofSeconds(
                seconds, pick(List.of(0, 0, 500_000_000, 123_000_000, 123_456_789)));
    }

    private Instant instant() {
        return Instant.ofEpochSecond(
                random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000));
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    @SafeVarargs
    private <T> T any(T... all) {
        return all[random.nextInt(all.length)];
    }

    private <T> @Nullable T maybe(Supplier<T> supplier) {
        return yes() ? supplier.get() : null;
    }

    private BlockUntil block() {
        return switch (random.nextInt(3)) {
            case 0 -> new BlockUntil.Cooldown();
            case 1 -> new BlockUntil.Acknowledged();
            default -> new BlockUntil.Elapsed(Duration.ofSeconds(1 + random.nextInt(100_000)));
        };
    }
}
