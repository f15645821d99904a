package io.caretaker.cli.install;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Installs and removes caretaker: what the commands ask for, filled up with what was chosen the
/// last time, then with what is usual.
public final class Installer {
    private final SystemCommands system;
    private final Manifest manifest;

    public Installer(SystemCommands system) {
        this.system = system;
        this.manifest = Manifest.read(Installation.MANIFEST);
    }

    /// What was asked for; null and empty where nothing was.
    public record Wishes(
            @Nullable String user,
            @Nullable Path prefix,
            @Nullable Path config,
            @Nullable Path state,
            @Nullable String unit,
            List<Path> writable,
            boolean cron,
            @Nullable String checkEvery,
            @Nullable String cleanupEvery,
            List<String> cleanupTargets) {
        public Wishes {
            writable = List.copyOf(writable);
            cleanupTargets = List.copyOf(cleanupTargets);
        }
    }

    /// A plan, made and shown before it is carried out.
    ///
    /// @param steps in order; empty when nothing is to be done
    /// @param notes what people should know besides
    /// @param files the files that would be written, with their content
    public record Plan(List<String> steps, List<String> notes, List<Shown> files, Run run) {
        public Plan {
            steps = List.copyOf(steps);
            notes = List.copyOf(notes);
            files = List.copyOf(files);
        }
    }

    /// A file with its whole content.
    public record Shown(Path path, String content) {}

    /// Carries a plan out.
    @FunctionalInterface
    public interface Run {
        /// Takes every step, each of which is told before.
        void go(java.util.function.Consumer<String> told) throws InterruptedException;
    }

    public boolean installed() {
        return manifest.exists();
    }

    /// Whether a former installation has left settings or state.
    public boolean remains() {
        return manifest.remains();
    }

    /// What an installation would be.
    ///
    /// @throws Problem `INVALID` when a name could mean more than itself
    public Choices choices(Wishes wishes, @Nullable Path logs) {
        String user = or(wishes.user, "user", "caretaker");
        Path javaHome = javaHome(user);
        List<Path> writable = wishes.writable;
        String former = manifest.choice("writable");
        if (writable.isEmpty() && former != null) {
            writable = Arrays.stream(former.split(":", -1)).map(Path::of).toList();
        }
        Path state = path(wishes.state, "state", "/var/lib/caretaker");
        return new Choices(
                user,
                path(wishes.prefix, "prefix", "/opt/caretaker"),
                path(wishes.config, "config", "/etc/caretaker/caretaker.yaml"),
                state,
                or(plain(wishes.unit), "name", "caretaker"),
                javaHome,
                logs == null || logs.startsWith(state) ? null : logs,
                writable,
                times(wishes));
    }

    private static @Nullable String plain(@Nullable String unit) {
        return unit == null ? null : unit.replaceFirst("\\.service$", "");
    }

    private String or(@Nullable String wish, String name, String usual) {
        return wish != null ? wish : Objects.requireNonNullElse(manifest.choice(name), usual);
    }

    private Path path(@Nullable Path wish, String name, String usual) {
        return Path.of(
                or(
                        wish == null ? null : wish.toAbsolutePath().normalize().toString(),
                        name,
                        usual));
    }

    private @Nullable CronTimes times(Wishes wishes) {
        String former = manifest.choice("cron_check");
        if (!wishes.cron && former == null) {
            return null;
        }
        String targets = manifest.choice("cron_targets");
        return new CronTimes(
                or(wishes.checkEvery, "cron_check", "*/5 * * * *"),
                wishes.cleanupEvery != null ? wishes.cleanupEvery : manifest.choice("cron_cleanup"),
                wishes.cleanupTargets.isEmpty() && targets != null
                        ? List.of(targets.split(",", -1))
                        : wishes.cleanupTargets);
    }

    /// The Java that runs now, when the service's user can run it, too.
    private static Path javaHome(String user) {
        Path home =
                SystemFiles.on(
                        Path.of("Java"),
                        () -> Path.of(System.getProperty("java.home")).toRealPath());
        if (!user.equals(Choices.ROOT) && !openToAll(home.resolve("bin/java"))) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "the Java in " + home + " cannot be run by the user " + user,
                    "install a JDK 25 for everybody, such as in /usr/lib/jvm, and name it by"
                            + " CARETAKER_JAVA_HOME");
        }
        return home;
    }

    private static boolean openToAll(Path program) {
        if (program.startsWith("/root") || program.startsWith("/home")) {
            return false;
        }
        return SystemFiles.on(
                program,
                () -> {
                    for (Path each = program; each != null; each = each.getParent()) {
                        if (!Files.getPosixFilePermissions(each)
                                .contains(PosixFilePermission.OTHERS_EXECUTE)) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    /// The plan of an installation.
    ///
    /// @param home where the program that runs now has its files
    public Plan install(
            Choices choices,
            Path home,
            SudoRules sudo,
            boolean startsDaemons,
            boolean onlySudoRules,
            boolean start)
            throws InterruptedException {
        Installation plan =
                Installation.plan(
                        choices,
                        Distribution.of(home),
                        sudo,
                        startsDaemons,
                        system,
                        manifest,
                        onlySudoRules ? Installation.Part.SUDO_RULES : Installation.Part.ALL,
                        start);
        return plan(
                plan.steps(),
                plan.notes(),
                plan.files().stream().map(file -> new Shown(file.path(), file.content())).toList());
    }

    /// The plan of a removal.
    public Plan uninstall(boolean purge) throws InterruptedException {
        Removal plan = Removal.plan(system, manifest, purge);
        return plan(plan.steps(), plan.notes(), List.of());
    }

    private static Plan plan(List<Step> steps, List<String> notes, List<Shown> files) {
        var texts = new ArrayList<String>();
        steps.forEach(step -> texts.add(step.text()));
        return new Plan(
                texts,
                notes,
                files,
                told -> {
                    for (Step step : steps) {
                        told.accept(step.text());
                        step.work().take();
                    }
                });
    }

    /// What systemd says of the service; empty without a unit.
    public Optional<String> status(Choices choices) throws InterruptedException {
        return choices.cron() != null
                ? Optional.empty()
                : Optional.of(
                        choices.service()
                                + " is "
                                + property(choices, "ActiveState")
                                + ", process "
                                + property(choices, "MainPID")
                                + ": "
                                + property(choices, "StatusText"));
    }

    private String property(Choices choices, String name) throws InterruptedException {
        return system.ask("systemctl", "show", "--value", "--property=" + name, choices.service());
    }

    /// Where sudo finds a program.
    public static Optional<String> program(String name) {
        return SystemCommands.find(name);
    }
}
