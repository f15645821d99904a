package io.caretaker.cli.config;

import io.caretaker.core.check.HostLimits;
import io.caretaker.core.document.AlertingDocument;
import io.caretaker.core.document.CareDocument;
import io.caretaker.core.document.Fields;
import io.caretaker.core.document.HostLimitsDocument;
import io.caretaker.core.document.MonitoringDocument;
import io.caretaker.core.document.RecoveryDocument;
import io.caretaker.core.inventory.Alerting;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.recovery.RecoveryPolicy;
import io.caretaker.server.watch.Witness;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes [Settings] of the values. Problems are noted in the fields.
record SettingsReader(Fields fields, Tree tree, Surroundings surroundings, @Nullable Path file) {
    private static final long MEGABYTE = 1024 * 1024;

    Settings read(Map<String, String> dotEnv, Instant now) {
        Path state = orElse(path(fields, "state"), usualState());
        Settings.Defaults defaults = defaults(fields.object("defaults"));
        Fields store = fields.object("store");
        FleetStore fleet = new StoreReader(tree).fleet(store);
        String node = fields.text("node", surroundings.hostName());
        Path place =
                fleet == null
                        ? orElse(path(store, "path"), state.resolve("store"))
                        : state.resolve("store");
        Settings.Logging logging = logging(fields.object("logging"));
        Settings.History history = history(fields.object("history"), state);
        Fields told = fields.object("alerting");
        AlertingNames names = AlertingNames.of(told);
        names.checkService(fields.object("defaults"));
        AlertingSettings alerting = new AlertingReader(told, names, this::path).read();
        Map<String, @Nullable Object> resolved = new LinkedHashMap<>();
        resolved.put("node", node);
        resolved.put("state", state);
        resolved.put("store.path", fleet == null ? place : null);
        resolved.put("logging.file", logging.file());
        resolved.put("history.archive.directory", history.archive());
        return new Settings(
                file,
                node,
                state,
                place,
                fleet,
                logging,
                defaults,
                history,
                limits(fields.object("limits")),
                discovery(fields.object("discovery")),
                recovery(fields.object("recovery")),
                alerting,
                new WebReader(fields.object("web"), this::path).read(),
                fields.object("network").allParsed("witnesses", Witness::of),
                path(fields, "pid_file"),
                new DeclaredInventory(fields, defaults, names, now).read(),
                dotEnv,
                null,
                alerting.notes(),
                new InForceSettings(tree, resolved).list(defaults),
                origins());
    }

    private Path usualState() {
        return surroundings.root()
                ? Path.of("/var/lib/caretaker")
                : surroundings.xdg("XDG_STATE_HOME", ".local/state").resolve("caretaker");
    }

    private static Path orElse(@Nullable Path found, Path other) {
        return found == null ? other : found;
    }

    /// Relative paths of the file are relative to the file, all others to the working directory.
    private @Nullable Path path(Fields section, String key) {
        return section.optionalParsed(
                key, text -> resolved(text, tree.place(Fields.child(section.path(), key))));
    }

    private Path resolved(String text, Place place) {
        try {
            if (text.isBlank()) {
                throw new IllegalArgumentException("must not be blank");
            }
            if (text.equals("~") || text.startsWith("~/")) {
                return surroundings.home().resolve(text.substring(Math.min(2, text.length())));
            }
            Path near = file;
            Path base =
                    near != null && place.source().equals(near.toString())
                            ? near.getParent()
                            : surroundings.workingDirectory();
            return base == null ? Path.of(text) : base.resolve(text).normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is not a path: " + e.getReason(), e);
        }
    }

    private Settings.Logging logging(Fields fields) {
        double megabytes = fields.number("max_size_mb", 10);
        if (megabytes <= 0) {
            fields.problem("max_size_mb", "must be above 0, but is " + megabytes, "");
        }
        return new Settings.Logging(
                fields.word("level", Settings.Level.class, Settings.Level.INFO),
                path(fields, "file"),
                fields.word("format", Settings.Format.class, Settings.Format.TEXT),
                (long) (megabytes * MEGABYTE),
                count(fields, "keep_files", 5, 0));
    }

    private static Settings.Defaults defaults(Fields fields) {
        Fields monitoring = fields.object("monitoring");
        return new Settings.Defaults(
                MonitoringDocument.read(monitoring, Monitoring.DEFAULT, false),
                MonitoringDocument.givesRetryDelay(monitoring),
                RecoveryDocument.read(fields.object("recovery"), RecoveryPolicy.DEFAULT),
                AlertingDocument.read(fields.object("alerting"), Alerting.DEFAULT),
                care(fields));
    }

    private static Care care(Fields fields) {
        ThresholdNames.check(fields);
        return CareDocument.read(fields.object("care"), Care.DEFAULT);
    }

    private Settings.History history(Fields fields, Path state) {
        Fields archive = fields.object("archive");
        boolean enabled = archive.bool("enabled", false);
        Path directory = orElse(path(archive, "directory"), state.resolve("archive"));
        return new Settings.History(
                Duration.ofDays(count(fields, "retention_days", 30, 1)),
                Duration.ofDays(count(fields, "rollup_retention_days", 400, 1)),
                enabled ? directory : null);
    }

    private static Settings.Limits limits(Fields fields) {
        return new Settings.Limits(
                count(fields, "concurrent_checks", 2000, 1),
                count(fields, "checks_per_host", 64, 1),
                count(fields, "concurrent_recoveries", 2, 1));
    }

    private static Settings.Discovery discovery(Fields fields) {
        return new Settings.Discovery(
                fields.bool("enabled", true),
                time(fields, "interval_sec", Duration.ofSeconds(60)),
                HostLimitsDocument.read(fields.object("host_limits"), HostLimits.DEFAULT));
    }

    private static Settings.Recovery recovery(Fields fields) {
        return new Settings.Recovery(
                command(fields, "veto_command"),
                command(fields, "notify_command"),
                time(fields, "approval_ttl_sec", Duration.ofHours(1)),
                fields.bool("config_copies", true),
                fields.seconds("boot_grace_sec", Duration.ofMinutes(2)));
    }

    private static List<String> command(Fields fields, String key) {
        List<String> command = fields.optionalCommand(key);
        return command == null ? List.of() : command;
    }

    private static Duration time(Fields fields, String key, Duration byDefault) {
        Duration time = fields.seconds(key, byDefault);
        if (time.compareTo(Duration.ofSeconds(1)) < 0) {
            fields.problem(key, "must be at least 1 s", "");
            return byDefault;
        }
        return time;
    }

    private static int count(Fields fields, String key, int byDefault, int least) {
        int count = fields.integer(key, byDefault);
        if (count < least) {
            fields.problem(key, "must be at least " + least + ", but is " + count, "");
            return byDefault;
        }
        return count;
    }

    private Map<String, Place> origins() {
        var origins = new LinkedHashMap<String, Place>();
        origins("", ConfigSchema.SETTINGS, origins);
        return origins;
    }

    private void origins(String path, List<Setting> settings, Map<String, Place> origins) {
        for (Setting setting : settings) {
            String below = Fields.child(path, setting.key());
            switch (setting) {
                case Setting.Value _ -> origins.put(below, tree.place(below));
                case Setting.Section section -> origins(below, section.settings(), origins);
                case Setting.Items _, Setting.Named _ -> origins.put(below, tree.place(below));
            }
        }
    }
}
