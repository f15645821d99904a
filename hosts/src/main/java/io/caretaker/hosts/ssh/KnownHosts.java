package io.caretaker.hosts.ssh;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The host keys that are trusted: caretaker's own file, then those of the user and the system.
/// Thread-safe; files are read anew when they change.
public final class KnownHosts {
    private final Path own;
    private final List<Path> all;
    private final Map<Path, Content> read = new ConcurrentHashMap<>();

    private record Content(FileTime modified, long size, List<KnownHostLine> lines) {}

    /// What the files say to a key.
    sealed interface Verdict {
        record Trusted() implements Verdict {}

        /// Nothing is known of the host.
        record Unknown() implements Verdict {}

        /// Other keys are known.
        record Changed(List<HostKey> known) implements Verdict {}

        record Revoked() implements Verdict {}
    }

    public KnownHosts(SshSettings settings) {
        own = settings.knownHosts();
        all = Stream.concat(Stream.of(own), settings.moreKnownHosts().stream()).toList();
    }

    Verdict judge(List<String> names, int port, HostKey key) {
        List<KnownHostLine> lines = all.stream().flatMap(file -> lines(file).stream()).toList();
        if (lines.stream()
                .anyMatch(line ->
                        line.revoked()
                                && line.key().blob().equals(key.blob())
                                && about(line, names, port))) {
            return new Verdict.Revoked();
        }
        List<HostKey> known = keys(names, port);
        return known.isEmpty()
                ? new Verdict.Unknown()
                : known.stream().anyMatch(one -> one.blob().equals(key.blob()))
                        ? new Verdict.Trusted()
                        : new Verdict.Changed(known);
    }

    /// The keys that are trusted for a host.
    ///
    /// @param names what the host is called: its address and its name
    public List<HostKey> keys(List<String> names, int port) {
        return all.stream()
                .flatMap(file -> lines(file).stream())
                .filter(line -> !line.revoked() && about(line, names, port))
                .map(KnownHostLine::key)
                .distinct()
                .toList();
    }

    /// Caretaker's own entries: the name as the file has it, and the key.
    public List<Map.Entry<String, HostKey>> own() {
        return lines(own).stream()
                .filter(line -> !line.revoked())
                .map(line -> Map.entry(line.hosts(), line.key()))
                .toList();
    }

    private static boolean about(KnownHostLine line, List<String> names, int port) {
        return names.stream().anyMatch(name -> line.matches(name, port));
    }

    /// Adds keys to caretaker's own file in place of those it had for the host.
    public synchronized void trust(String host, int port, List<HostKey> keys) {
        List<String> lines = without(host, port);
        String name = port == 22 ? host : "[" + host + "]:" + port;
        keys.forEach(key -> lines.add(name + " " + key.type() + " " + key.blob()));
        write(lines);
    }

    /// Takes a host out of caretaker's own file; the number of keys that were taken out.
    public synchronized int remove(String host, int port) {
        int before = text(own).size();
        List<String> lines = without(host, port);
        if (lines.size() < before) {
            write(lines);
        }
        return before - lines.size();
    }

    private List<String> without(String host, int port) {
        return new ArrayList<>(
                text(own).stream()
                        .filter(text -> {
                            Optional<KnownHostLine> line = KnownHostLine.parse(text);
                            return line.isEmpty()
                                    || line.get().revoked()
                                    || !line.get().matches(host, port);
                        })
                        .toList());
    }

    private void write(List<String> lines) {
        try {
            Path directory = Objects.requireNonNull(own.toAbsolutePath().getParent());
            Files.createDirectories(directory);
            Path fresh =
                    Files.createTempFile(
                            directory,
                            ".known_hosts-",
                            ".new",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            Files.write(fresh, lines, StandardCharsets.UTF_8);
            Files.move(fresh, own, StandardCopyOption.ATOMIC_MOVE);
            read.remove(own);
        } catch (IOException e) {
            throw new Problem(
                    ProblemCode.FAILED,
                    "cannot write " + own + ": " + e.getMessage(),
                    "look at the owner and mode of its directory",
                    e);
        }
    }

    private List<KnownHostLine> lines(Path file) {
        try {
            FileTime modified = Files.getLastModifiedTime(file);
            long size = Files.size(file);
            Content known = read.get(file);
            if (known == null || !known.modified.equals(modified) || known.size != size) {
                known = new Content(modified, size, parse(text(file)));
                read.put(file, known);
            }
            return known.lines;
        } catch (IOException _) {
            return List.of();
        }
    }

    private static List<KnownHostLine> parse(List<String> text) {
        return text.stream().flatMap(line -> KnownHostLine.parse(line).stream()).toList();
    }

    private static List<String> text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException _) {
            return List.of();
        }
    }
}
