package io.caretaker.cli.install;

import io.caretaker.core.document.JsonText;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What `install` made, written down before it is made, so that `uninstall` removes that and
/// nothing else, and `install` knows what a person has changed since. Belongs to root: whoever
/// could write it could have files removed by root. Not thread-safe.
final class Manifest {
    private static final int VERSION = 1;
    private static final String PREFIX = "prefix";

    private final Path file;
    private final Map<String, String> choices = new TreeMap<>();
    private final Map<String, Set<String>> files = new TreeMap<>();
    private final Map<String, String> links = new TreeMap<>();
    private final Set<String> directories = new TreeSet<>();
    private final Set<String> kept = new TreeSet<>();

    private Manifest(Path file) {
        this.file = file;
    }

    /// The one that is there, else an empty one.
    static Manifest read(Path file) {
        var manifest = new Manifest(file);
        try {
            if (Files.exists(file)) {
                Map<?, ?> document =
                        JsonMapper.shared().readValue(Files.readString(file), Map.class);
                manifest.take(document);
            }
            return manifest;
        } catch (IOException | JacksonException | ClassCastException e) {
            throw new Problem(
                    ProblemCode.DENIED,
                    "what was installed cannot be read from " + file + ": " + e.getMessage(),
                    "run this as root",
                    e);
        }
    }

    private void take(Map<?, ?> document) {
        map(document.get("choices")).forEach((key, value) -> choices.put(key, (String) value));
        map(document.get("files"))
                .forEach((key, value) -> files.put(key, new LinkedHashSet<>(texts(value))));
        map(document.get("links")).forEach((key, value) -> links.put(key, (String) value));
        directories.addAll(texts(document.get("directories")));
        kept.addAll(texts(document.get("kept")));
    }

    private static Map<String, Object> map(@Nullable Object value) {
        var map = new TreeMap<String, Object>();
        if (value instanceof Map<?, ?> given) {
            given.forEach((key, each) -> map.put((String) key, each));
        }
        return map;
    }

    private static List<String> texts(@Nullable Object value) {
        var texts = new ArrayList<String>();
        if (value instanceof List<?> given) {
            given.forEach(each -> texts.add((String) each));
        }
        return texts;
    }

    /// Whether anything is installed.
    boolean exists() {
        return choices.containsKey(PREFIX);
    }

    /// Whether a former installation has left settings or state.
    boolean remains() {
        return !choices.isEmpty();
    }

    /// Only what stays is left in it, so that it can be removed some other time.
    void retire() {
        choices.keySet().retainAll(Set.of("user", "user_created", "state", "config"));
        files.keySet().retainAll(kept);
        directories.retainAll(kept);
        links.clear();
    }

    Path file() {
        return file;
    }

    /// A choice of the last installation; null when there was none.
    @Nullable String choice(String name) {
        return choices.get(name);
    }

    void choose(String name, @Nullable String value) {
        if (value == null) {
            choices.remove(name);
        } else {
            choices.put(name, value);
        }
    }

    /// Whether a file with this checksum is one that we wrote.
    boolean wrote(Path path, String checksum) {
        return files.getOrDefault(path.toString(), Set.of()).contains(checksum);
    }

    /// From now on both the former and the coming content are ours.
    void writes(Path path, String checksum) {
        files.computeIfAbsent(path.toString(), _ -> new LinkedHashSet<>()).add(checksum);
    }

    /// Only this content is ours.
    void written(Path path, String checksum) {
        files.put(path.toString(), new LinkedHashSet<>(List.of(checksum)));
    }

    /// A file or directory that stays when the rest goes: settings, secrets.
    void keeps(Path path) {
        kept.add(path.toString());
    }

    boolean keeping(Path path) {
        return kept.contains(path.toString());
    }

    void link(Path path, Path target) {
        links.put(path.toString(), target.toString());
    }

    void directory(Path path) {
        directories.add(path.toString());
    }

    List<Path> files() {
        return files.keySet().stream().map(Path::of).toList();
    }

    Map<String, String> links() {
        return Map.copyOf(links);
    }

    /// The deepest first.
    List<Path> directories() {
        return directories.stream().map(Path::of).toList().reversed();
    }

    void forget(Path path) {
        files.remove(path.toString());
        links.remove(path.toString());
        directories.remove(path.toString());
    }

    private String text() {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("version", VERSION);
        document.put("choices", choices);
        var checksums = new LinkedHashMap<String, @Nullable Object>();
        files.forEach((path, sums) -> checksums.put(path, List.copyOf(sums)));
        document.put("files", checksums);
        document.put("links", links);
        document.put("directories", List.copyOf(directories));
        document.put("kept", List.copyOf(kept));
        return JsonText.of(document) + "\n";
    }

    void save() {
        // The first one that is written; an installation gives it to the user's group afterwards.
        if (!Files.isDirectory(SystemFiles.parent(file))) {
            SystemFiles.directory(SystemFiles.parent(file), "rwxr-x---", "root", "root");
        }
        SystemFiles.place(file, text(), "rw-r--r--", "root", "root");
    }
}
