package io.caretaker.server.change;

import io.caretaker.core.change.Change;
import io.caretaker.core.change.ChangeId;
import io.caretaker.core.change.ChangeState;
import io.caretaker.core.change.JournalEntry;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.server.keep.Durable;
import io.caretaker.server.keep.JsonLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The journals of all changes, one file each in the directory `changes`: `ID.jsonl`, a line of
/// JSON for each entry, on disk when [#append] returns. Beside it `ID.json` tells the state for
/// people; it is made anew from the journal and never read.
///
/// A change that is undone moves to `changes/closed`, so that what may be in force is found without
/// reading what is over, and is removed there after some time ([#prune]). A line that a death tore
/// is no entry: nothing was done after it. Thread-safe for different changes; one change is written
/// by whoever holds its [TargetLock].
public final class ChangeJournal {
    private static final String ENTRIES = ".jsonl";
    private static final String STATE = ".json";
    private static final String CLOSED = "closed";

    /// Stands for a line that is no text, and is no entry either.
    private static final String NO_TEXT = "bytes that are no UTF-8";

    /// How many changes that are over are kept at least.
    public static final int KEPT = 50;

    /// How long a change that is over is kept at least.
    public static final Duration KEPT_FOR = Duration.ofDays(400);

    private final Path directory;

    /// @param directory made when a change is first written
    public ChangeJournal(Path directory) {
        this.directory = directory;
    }

    public Path directory() {
        return directory;
    }

    /// Writes the plan of a new change.
    public ChangeState begin(Change change) {
        var planned = new JournalEntry.Planned(change.at(), change);
        Path file = file(change.id());
        try {
            make();
            try (var out =
                    FileChannel.open(
                            file,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")))) {
                write(out, JournalLine.write(planned));
            }
            Durable.sync(directory);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
        return told(ChangeState.of(List.of(planned)));
    }

    /// Adds an entry, and gives the state after it.
    public ChangeState append(ChangeState state, JournalEntry entry) {
        ChangeState after = state.after(entry);
        Path file = file(state.change().id());
        try (var out =
                FileChannel.open(
                        file,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS)) {
            dropTornLine(out);
            out.position(out.size());
            write(out, JournalLine.write(entry));
        } catch (IOException e) {
            throw unwritable(file, e);
        }
        return told(after);
    }

    /// Puts a change that is undone away.
    public void close(ChangeId id) {
        Path closed = directory.resolve(CLOSED);
        try {
            Files.createDirectories(
                    closed,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            Path state = directory.resolve(id + STATE);
            if (Files.exists(state)) {
                Durable.rename(state, closed.resolve(id + STATE));
            }
            Durable.rename(file(id), closed.resolve(id + ENTRIES));
            Durable.sync(directory);
        } catch (IOException e) {
            throw unwritable(file(id), e);
        }
    }

    /// All changes that may be in force, the oldest first.
    ///
    /// @throws Problem `DENIED` when they cannot be read, `STORE_CORRUPT` when one is damaged
    public List<ChangeState> open() {
        return open(_ -> true);
    }

    /// Those of [#open] that are asked for, by what was planned. A damaged journal of a change that
    /// is not asked for stands in nobody's way; one that does not even tell its plan may be any.
    ///
    /// @throws Problem as [#open]
    public List<ChangeState> open(Predicate<Change> which) {
        return states(directory, which);
    }

    /// Changes that are over, the oldest first.
    public List<ChangeState> closed() {
        return states(directory.resolve(CLOSED), _ -> true);
    }

    /// Removes what has been over for long: the [#KEPT] newest stay whatever their age, and all of
    /// the last [#KEPT_FOR].
    ///
    /// @return how many were removed
    public int prune(Instant now) {
        Path closed = directory.resolve(CLOSED);
        try (Stream<Path> files = Files.list(closed)) {
            var ages = new TreeMap<Path, Instant>();
            for (Path file : files.filter(ChangeJournal::hasEntries).toList()) {
                ages.put(file, Files.getLastModifiedTime(file).toInstant());
            }
            List<Path> old =
                    ages.entrySet().stream()
                            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                            .skip(KEPT)
                            .filter(each -> each.getValue().isBefore(now.minus(KEPT_FOR)))
                            .map(Map.Entry::getKey)
                            .toList();
            for (Path file : old) {
                String name = file.getFileName().toString();
                String id = name.substring(0, name.length() - ENTRIES.length());
                Files.deleteIfExists(closed.resolve(id + STATE));
                Files.deleteIfExists(file);
            }
            return old.size();
        } catch (NoSuchFileException | NotDirectoryException _) {
            return 0;
        } catch (IOException e) {
            throw unwritable(closed, e);
        }
    }

    private static List<ChangeState> states(Path where, Predicate<Change> which) {
        try (Stream<Path> files = Files.list(where)) {
            var states = new ArrayList<ChangeState>();
            for (Path file : files.filter(ChangeJournal::hasEntries).sorted().toList()) {
                read(file, which).ifPresent(states::add);
            }
            states.sort(Comparator.comparing(state -> state.change().at()));
            return List.copyOf(states);
        } catch (NoSuchFileException | NotDirectoryException _) {
            return List.of();
        } catch (IOException e) {
            throw new Problem(
                    ProblemCode.DENIED,
                    "the journal of changes in " + where + " cannot be read: " + e.getMessage(),
                    "run this as caretaker's user or as root",
                    e);
        }
    }

    private static boolean hasEntries(Path file) {
        return file.toString().endsWith(ENTRIES);
    }

    /// Empty when not even the plan was written whole, so that nothing was done, when the change
    /// was closed meanwhile, and when it is not asked for.
    private static Optional<ChangeState> read(Path file, Predicate<Change> which)
            throws IOException {
        List<String> lines = lines(file);
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        Optional<Change> planned = planned(lines.getFirst());
        if (planned.isPresent() && !which.test(planned.get())) {
            return Optional.empty();
        }
        try {
            return Optional.of(ChangeState.of(lines.stream().map(JournalLine::read).toList()));
        } catch (IllegalArgumentException e) {
            throw new Problem(
                    ProblemCode.STORE_CORRUPT,
                    "the journal " + file + " is damaged: " + e.getMessage(),
                    "it tells what was changed and what was there before: read it, put back by hand"
                            + " what it names, then move it away",
                    e);
        }
    }

    /// The whole lines. Bytes that are no text are damage of their line, not of the file.
    private static List<String> lines(Path file) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException _) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        int begin = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                lines.add(text(ByteBuffer.wrap(bytes, begin, i - begin)));
                begin = i + 1;
            }
        }
        return lines;
    }

    private static String text(ByteBuffer line) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(line).toString();
        } catch (CharacterCodingException _) {
            return NO_TEXT;
        }
    }

    private static Optional<Change> planned(String line) {
        try {
            return JournalLine.read(line) instanceof JournalEntry.Planned(Instant _, Change change)
                    ? Optional.of(change)
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Path file(ChangeId id) {
        return directory.resolve(id + ENTRIES);
    }

    private void make() throws IOException {
        Files.createDirectories(
                directory,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /// What follows the last end of a line was torn by a death.
    private static void dropTornLine(FileChannel file) throws IOException {
        long end = file.size();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (end > 0) {
            one.clear();
            if (file.read(one, end - 1) == 1 && one.get(0) == '\n') {
                break;
            }
            end--;
        }
        if (end < file.size()) {
            file.truncate(end);
        }
    }

    private static void write(FileChannel out, String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + '\n').getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
        out.force(true);
    }

    private ChangeState told(ChangeState state) {
        Path file = directory.resolve(state.change().id() + STATE);
        try {
            Durable.write(file, JsonLine.write(JournalLine.state(state)) + '\n');
        } catch (IOException e) {
            throw unwritable(file, e);
        }
        return state;
    }

    private static Problem unwritable(Path file, IOException e) {
        return new Problem(
                ProblemCode.STORE_UNWRITABLE,
                "the journal of changes " + file + " cannot be written: " + e.getMessage(),
                "without a journal nothing is changed: make room, or give caretaker's user its"
                        + " rights",
                e);
    }
}
