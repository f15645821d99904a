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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The journals of all changes, one file each in the directory `changes`: `ID.jsonl`, a line of
/// JSON for each entry, on disk when [#append] returns. Beside it `ID.json` tells the state for
/// people; it is made anew from the journal and never read.
///
/// A change that is undone moves to `changes/closed`, so that what may be in force is found without
/// reading what is over. A line that a death tore is no entry: nothing was done after it.
/// Thread-safe for different changes; one change is written by whoever holds its [TargetLock].
public final class ChangeJournal {
    private static final String ENTRIES = ".jsonl";
    private static final String STATE = ".json";
    private static final String CLOSED = "closed";

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
        return states(directory);
    }

    /// Changes that are over, the oldest first.
    public List<ChangeState> closed() {
        return states(directory.resolve(CLOSED));
    }

    private static List<ChangeState> states(Path where) {
        try (Stream<Path> files = Files.list(where)) {
            var states = new ArrayList<ChangeState>();
            for (Path file : files.filter(ChangeJournal::hasEntries).sorted().toList()) {
                read(file).ifPresent(states::add);
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

    /// Empty when not even the plan was written whole, so that nothing was done, and when the
    /// change was closed meanwhile.
    private static Optional<ChangeState> read(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
        List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        if (lines.isEmpty()) {
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
