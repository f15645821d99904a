package io.caretaker.cli.install;

import io.caretaker.hosts.proc.UserTable;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Takes away what an installation made, and nothing else: not what a person made or changed, and,
/// unless everything shall go, neither settings nor state nor the user.
final class Removal {
    private final SystemCommands system;
    private final Manifest manifest;
    private final boolean purge;
    private final List<Step> steps = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private Removal(SystemCommands system, Manifest manifest, boolean purge) {
        this.system = system;
        this.manifest = manifest;
        this.purge = purge;
    }

    /// @param purge whether settings, state and user go as well
    static Removal plan(SystemCommands system, Manifest manifest, boolean purge)
            throws InterruptedException {
        var removal = new Removal(system, manifest, purge);
        removal.make();
        return removal;
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    private void make() throws InterruptedException {
        stop();
        manifest.files().stream().filter(path -> !manifest.keeping(path)).forEach(this::file);
        manifest.links().forEach(this::link);
        reload();
        program();
        if (purge) {
            purge();
        } else {
            manifest.files().stream()
                    .filter(manifest::keeping)
                    .filter(Files::exists)
                    .forEach(path -> notes.add("kept: " + path));
            note(manifest.choice("state"));
        }
        steps.add(
                new Step(
                        "forget what was installed (" + manifest.file() + ")",
                        purge ? this::forgetAll : this::forgetWhatWent));
    }

    private void forgetAll() {
        SystemFiles.on(manifest.file(), () -> Files.deleteIfExists(manifest.file()));
        removeIfEmpty(SystemFiles.parent(manifest.file()));
    }

    private void forgetWhatWent() {
        manifest.retire();
        manifest.save();
    }

    private void note(@Nullable String state) {
        if (state != null) {
            notes.add("kept: " + state + " and the user " + manifest.choice("user"));
        }
    }

    private @Nullable String service() {
        String unit = manifest.choice("unit");
        return unit == null ? null : unit + ".service";
    }

    private void stop() throws InterruptedException {
        String service = service();
        if (service != null && !system.ask("systemctl", "is-enabled", service).isEmpty()) {
            steps.add(
                    new Step(
                            "stop " + service + ", and start it no more",
                            () -> system.must("systemctl", "disable", "--now", service)));
        }
    }

    private void file(Path path) {
        String there = SystemFiles.checksum(path);
        if (there == null) {
            return;
        }
        if (!manifest.wrote(path, there)) {
            notes.add(path + " was changed since it was installed, and stays");
            return;
        }
        steps.add(
                new Step(
                        "remove " + path,
                        () -> SystemFiles.on(path, () -> Files.deleteIfExists(path))));
    }

    private void link(String name, String target) {
        Path link = Path.of(name);
        if (SystemFiles.links(link, Path.of(target))) {
            steps.add(
                    new Step(
                            "remove the link " + link,
                            () -> SystemFiles.on(link, () -> Files.deleteIfExists(link))));
        }
    }

    private void reload() {
        String service = service();
        if (service != null) {
            steps.add(
                    new Step(
                            "let systemd read its units anew",
                            () -> {
                                system.must("systemctl", "daemon-reload");
                                // A unit that had failed is remembered otherwise.
                                system.ask("systemctl", "reset-failed", service);
                            }));
        }
    }

    private void program() {
        String prefix = manifest.choice("prefix");
        if (prefix == null) {
            return;
        }
        Path directory = Path.of(prefix);
        Installation.versions(directory)
                .forEach(version ->
                        steps.add(
                                new Step(
                                        "remove the program " + version,
                                        () -> SystemFiles.removeTree(version))));
        if (manifest.directories().contains(directory) && Files.isDirectory(directory)) {
            steps.add(new Step("remove " + directory, () -> removeIfEmpty(directory)));
        }
    }

    private void purge() {
        manifest.files().stream()
                .filter(manifest::keeping)
                .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))
                .forEach(path ->
                        steps.add(
                                new Step(
                                        "remove " + path,
                                        () ->
                                                SystemFiles.on(
                                                        path, () -> Files.deleteIfExists(path)))));
        String state = manifest.choice("state");
        if (state != null && Files.isDirectory(Path.of(state))) {
            steps.add(
                    new Step(
                            "remove all of caretaker's memory: " + state,
                            () -> SystemFiles.removeTree(Path.of(state))));
        }
        for (Map.Entry<String, Path> other : others().entrySet()) {
            steps.add(new Step("remove " + other.getKey(), () -> removeIfEmpty(other.getValue())));
        }
        String user = manifest.choice("user_created");
        if (user != null && UserTable.named(user).isPresent()) {
            steps.add(new Step("remove the user " + user, () -> system.must("userdel", user)));
        }
    }

    /// Directories that the installation made and that are left.
    private Map<String, Path> others() {
        var others = new java.util.TreeMap<String, Path>(java.util.Comparator.reverseOrder());
        manifest.directories().stream()
                .filter(manifest::keeping)
                .filter(path -> !path.equals(SystemFiles.parent(manifest.file())))
                .filter(path -> !path.toString().equals(manifest.choice("state")))
                .filter(Files::isDirectory)
                .forEach(path -> others.put(path.toString(), path));
        return others;
    }

    /// What somebody else has put there stays.
    private static void removeIfEmpty(Path directory) {
        SystemFiles.on(
                directory,
                () -> {
                    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                        return null;
                    }
                    try (Stream<Path> all = Files.list(directory)) {
                        if (all.findAny().isPresent()) {
                            return null;
                        }
                    }
                    Files.delete(directory);
                    return null;
                });
    }
}
