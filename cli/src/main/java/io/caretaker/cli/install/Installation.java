package io.caretaker.cli.install;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.hosts.proc.UserTable;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes a machine have caretaker as its service. What is there already is left alone; what a
/// person made or changed is never overwritten.
///
/// The plan is made first and shown; each step may be the last one that is taken, and the next plan
/// begins where it ended.
final class Installation {
    static final Path MANIFEST = Path.of("/etc/caretaker/installed.json");
    static final Path COMMAND = Path.of("/usr/local/bin/caretaker");
    private static final Path UNITS = Path.of("/etc/systemd/system");

    private final Choices choices;
    private final Distribution distribution;
    private final SudoRules sudo;
    private final boolean startsDaemons;
    private final int systemd;
    private final SystemCommands system;
    private final Manifest manifest;
    private final List<Step> steps = new ArrayList<>();
    private final List<PlacedFile> files = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private boolean changed;

    private Installation(
            Choices choices,
            Distribution distribution,
            SudoRules sudo,
            boolean startsDaemons,
            int systemd,
            SystemCommands system,
            Manifest manifest) {
        this.choices = choices;
        this.distribution = distribution;
        this.sudo = sudo;
        this.startsDaemons = startsDaemons;
        this.systemd = systemd;
        this.system = system;
        this.manifest = manifest;
    }

    /// What is to be done.
    ///
    /// @param sudo what is healed through sudo
    /// @param startsDaemons whether services are started by commands of their own
    /// @param part all of it, or only what the sudo rules need
    /// @param start whether the service is started, too
    static Installation plan(
            Choices choices,
            Distribution distribution,
            SudoRules sudo,
            boolean startsDaemons,
            SystemCommands system,
            Manifest manifest,
            Part part,
            boolean start)
            throws InterruptedException {
        var plan =
                new Installation(
                        choices,
                        distribution,
                        sudo,
                        startsDaemons,
                        system.systemd(),
                        system,
                        manifest);
        plan.make(part, start);
        return plan;
    }

    /// How much is installed.
    enum Part {
        ALL,
        SUDO_RULES
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    /// The files that the machine has afterwards, changed or not.
    List<PlacedFile> files() {
        return List.copyOf(files);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    private void make(Part part, boolean start) throws InterruptedException {
        if (choices.cron() == null && systemd == 0) {
            throw new Problem(
                    ProblemCode.FAILED,
                    "this machine is not run by systemd",
                    "use `caretaker install --cron`, or `caretaker run --daemon` from an init script");
        }
        notes.addAll(sudo.refused());
        if (part == Part.ALL) {
            user();
            directories();
            program();
            settings();
        }
        rules();
        if (choices.cron() == null) {
            unit(start);
        } else {
            cron();
        }
        oldVersions(start);
    }

    private void user() {
        if (choices.root() || UserTable.named(choices.user()).isPresent()) {
            return;
        }
        steps.add(
                new Step(
                        "create the system user " + choices.user() + " without a way to log in",
                        () -> {
                            manifest.choose("user_created", choices.user());
                            manifest.save();
                            system.must(
                                    "useradd",
                                    "--system",
                                    "--user-group",
                                    "--home-dir",
                                    choices.state().toString(),
                                    "--no-create-home",
                                    "--shell",
                                    SystemCommands.find("nologin").orElse("/bin/false"),
                                    "--comment",
                                    "Caretaker",
                                    choices.user());
                        }));
    }

    private void directories() {
        String group = choices.user();
        // First, because what is made is written down there.
        ensure(choices.settings(), "rwxr-x---", "root", group, true);
        manifestStep();
        ensure(choices.prefix(), "rwxr-xr-x", "root", "root", false);
        ensure(choices.state(), "rwx------", choices.user(), group, true);
        Path logs = choices.logs();
        if (logs != null) {
            ensure(logs, "rwxr-x---", choices.user(), group, true);
        }
        if (Files.isDirectory(choices.state())
                && !choices.root()
                && !SystemFiles.ownedByNobodyButUsers(choices.state())) {
            steps.add(
                    new Step(
                            "give what is root's in "
                                    + choices.state()
                                    + ", and was kept, to "
                                    + choices.user(),
                            () ->
                                    SystemFiles.give(
                                            choices.state(), choices.user(), choices.user())));
        }
    }

    private void ensure(Path directory, String mode, String owner, String group, boolean kept) {
        boolean there = Files.exists(directory, LinkOption.NOFOLLOW_LINKS);
        if (there && SystemFiles.is(directory, mode, owner, group)) {
            return;
        }
        steps.add(
                new Step(
                        (there ? "give " : "make the directory ")
                                + directory
                                + " "
                                + mode
                                + " "
                                + owner
                                + ":"
                                + group,
                        () -> {
                            if (!there) {
                                manifest.directory(directory);
                            }
                            if (kept) {
                                manifest.keeps(directory);
                            }
                            manifest.save();
                            SystemFiles.directory(directory, mode, owner, group);
                        }));
    }

    /// What was chosen holds for the next time, too.
    private void manifestStep() {
        boolean changes = set("user", choices.user());
        changes |= set("unit", choices.cron() == null ? choices.unit() : null);
        changes |= set("name", choices.unit());
        changes |= set("prefix", choices.prefix().toString());
        changes |= set("config", choices.config().toString());
        changes |= set("state", choices.state().toString());
        changes |= set("java", choices.javaHome().toString());
        CronTimes times = choices.cron();
        changes |= set("cron_check", times == null ? null : times.check());
        changes |= set("cron_cleanup", times == null ? null : times.cleanup());
        changes |=
                set(
                        "cron_targets",
                        times == null || times.targets().isEmpty()
                                ? null
                                : String.join(",", times.targets()));
        changes |=
                set(
                        "writable",
                        choices.writable().isEmpty()
                                ? null
                                : String.join(
                                        ":",
                                        choices.writable().stream().map(Path::toString).toList()));
        if (changes) {
            steps.add(
                    new Step("write down what was chosen, in " + manifest.file(), manifest::save));
        }
    }

    private boolean set(String name, @Nullable String value) {
        if (Objects.equals(manifest.choice(name), value)) {
            return false;
        }
        manifest.choose(name, value);
        return true;
    }

    private void program() {
        Path version = distribution.place(choices.prefix());
        if (!Files.isDirectory(version)) {
            steps.add(
                    new Step(
                            "copy the program to " + version,
                            () -> {
                                manifest.directory(version);
                                manifest.save();
                                distribution.copy(choices.prefix());
                            }));
        }
        link(choices.prefix().resolve("current"), version.getFileName(), true);
        link(COMMAND, choices.launcher(), false);
    }

    private void link(Path link, Path target, boolean program) {
        if (SystemFiles.links(link, target)) {
            return;
        }
        boolean foreign =
                Files.exists(link, LinkOption.NOFOLLOW_LINKS)
                        && !manifest.links().containsKey(link.toString());
        if (foreign) {
            notes.add(link + " is there and is not caretaker's; it stays as it is");
            return;
        }
        changed |= program;
        steps.add(
                new Step(
                        "point " + link + " to " + target,
                        () -> {
                            manifest.link(link, target);
                            manifest.save();
                            SystemFiles.link(link, target);
                        }));
    }

    private void settings() {
        if (choices.config().startsWith(choices.settings())) {
            place(
                    new PlacedFile(
                            choices.config(),
                            SettingsText.configuration(choices),
                            "rw-r-----",
                            "root",
                            choices.user(),
                            true));
        } else if (!Files.isReadable(choices.config())) {
            throw new Problem(
                    ProblemCode.NOT_FOUND,
                    "there is no configuration file " + choices.config(),
                    "make it first; without --config one with comments only is made");
        }
        place(
                new PlacedFile(
                        choices.environment(),
                        SettingsText.environment(),
                        "rw-------",
                        "root",
                        "root",
                        true));
    }

    private void rules() throws InterruptedException {
        Path path = Path.of("/etc/sudoers.d", choices.unit().replace('.', '_'));
        if (choices.root() || sudo.none()) {
            remove(path);
            return;
        }
        if (!Files.isDirectory(SystemFiles.parent(path))
                || SystemCommands.find("visudo").isEmpty()) {
            notes.add("sudo is not installed: caretaker can watch services, not heal them");
            return;
        }
        var file = PlacedFile.system(path, sudo.text(choices.user()), "r--r-----");
        place(file, () -> SudoCheck.validate(file.content(), system));
    }

    private void unit(boolean start) throws InterruptedException {
        remove(cronPath());
        if (place(PlacedFile.system(unitPath(), unitText(), "rw-r--r--"))
                || !system.ask(
                                "systemctl",
                                "show",
                                "--property=NeedDaemonReload",
                                choices.service())
                        .endsWith("=no")) {
            steps.add(
                    new Step(
                            "let systemd read its units anew",
                            () -> system.must("systemctl", "daemon-reload")));
        }
        if (!system.ask("systemctl", "is-enabled", choices.service()).equals("enabled")) {
            steps.add(
                    new Step(
                            "start " + choices.service() + " at each boot",
                            () -> system.must("systemctl", "enable", choices.service())));
        }
        boolean active = system.ask("systemctl", "is-active", choices.service()).equals("active");
        if (start && (!active || changed)) {
            steps.add(
                    new Step(
                            (active ? "restart " : "start ")
                                    + choices.service()
                                    + ", and wait until it is ready",
                            () -> system.must("systemctl", "restart", choices.service())));
        } else if (!start && active && changed) {
            notes.add(choices.service() + " runs on as it was; `caretaker restart` takes it over");
        }
    }

    private Path unitPath() {
        return UNITS.resolve(choices.service());
    }

    private String unitText() {
        boolean bySudo = !choices.root() && !sudo.none();
        return UnitFile.text(choices, bySudo, startsDaemons, systemd);
    }

    private void cron() {
        CronTimes times = Objects.requireNonNull(choices.cron());
        if (!Files.isDirectory(Path.of("/etc/cron.d"))) {
            throw new Problem(
                    ProblemCode.FAILED,
                    "there is no /etc/cron.d",
                    "install cron, then run this again");
        }
        if (Files.exists(unitPath(), LinkOption.NOFOLLOW_LINKS)
                && manifest.wrote(unitPath(), String.valueOf(SystemFiles.checksum(unitPath())))) {
            steps.add(
                    new Step(
                            "stop " + choices.service() + ", and start it no more",
                            () -> system.must("systemctl", "disable", "--now", choices.service())));
            remove(unitPath());
        }
        place(PlacedFile.system(cronPath(), CronFile.text(choices, times), "rw-r--r--"));
    }

    private Path cronPath() {
        return Path.of("/etc/cron.d", choices.unit().replace('.', '_'));
    }

    private boolean place(PlacedFile file) {
        return place(file, () -> {});
    }

    /// Writes a file when it is not as it should be, and beside it when a person has changed it.
    /// Whether the file itself is going to change.
    private boolean place(PlacedFile file, Step.Work check) {
        files.add(file);
        String there = SystemFiles.checksum(file.path());
        if (there == null || renews(file, there)) {
            write(file, file.path(), there == null ? "write " : "write anew ", check);
            changed = true;
            return true;
        }
        if (file.kept() || there.equals(file.checksum())) {
            adopt(file, there);
        } else if (file.checksum().equals(SystemFiles.checksum(file.beside()))) {
            notes.add(changedByHand(file) + "; the new one is " + file.beside());
        } else {
            notes.add(changedByHand(file));
            write(file, file.beside(), "leave it, and write the new one beside: ", check);
        }
        return false;
    }

    /// Settings are the operator's once they are there.
    private boolean renews(PlacedFile file, String there) {
        return !file.kept() && !there.equals(file.checksum()) && manifest.wrote(file.path(), there);
    }

    private static String changedByHand(PlacedFile file) {
        return file.path() + " was made or changed by somebody else and stays as it is";
    }

    private void adopt(PlacedFile file, String there) {
        if (!file.kept() && !manifest.wrote(file.path(), there)) {
            steps.add(
                    new Step(
                            "write down that " + file.path() + " is caretaker's",
                            () -> {
                                manifest.written(file.path(), there);
                                manifest.save();
                            }));
        }
    }

    private void write(PlacedFile file, Path path, String verb, Step.Work check) {
        steps.add(
                new Step(
                        verb + path + " " + file.mode() + " " + file.owner() + ":" + file.group(),
                        () -> {
                            check.take();
                            manifest.writes(path, file.checksum());
                            if (file.kept()) {
                                manifest.keeps(path);
                            }
                            manifest.save();
                            SystemFiles.place(
                                    path, file.content(), file.mode(), file.owner(), file.group());
                            manifest.written(path, file.checksum());
                            manifest.save();
                        }));
    }

    /// Takes a file away that is not needed any more, if it is ours.
    private void remove(Path path) {
        String there = SystemFiles.checksum(path);
        if (there != null && manifest.wrote(path, there)) {
            changed = true;
            steps.add(
                    new Step(
                            "remove " + path,
                            () -> {
                                SystemFiles.on(path, () -> Files.deleteIfExists(path));
                                manifest.forget(path);
                                manifest.save();
                            }));
        }
    }

    /// After the service runs from the new one.
    private void oldVersions(boolean start) {
        for (Path old : versions(choices.prefix())) {
            if (!old.equals(distribution.place(choices.prefix())) && start) {
                steps.add(
                        new Step(
                                "remove the former program " + old,
                                () -> {
                                    SystemFiles.removeTree(old);
                                    manifest.forget(old);
                                    manifest.save();
                                }));
            }
        }
    }

    /// Copies of the program below a prefix, whole or not.
    static List<Path> versions(Path prefix) {
        if (!Files.isDirectory(prefix)) {
            return List.of();
        }
        return SystemFiles.on(
                prefix,
                () -> {
                    try (Stream<Path> all = Files.list(prefix)) {
                        return all.filter(path ->
                                        path.getFileName()
                                                .toString()
                                                .matches("(version-|\\.new-)[0-9a-f]{16}"))
                                .toList();
                    }
                });
    }
}
