package io.caretaker.cli.daemon;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A file that names the daemon's process, for other programs. It is ours as long as it has our
/// number; the [DaemonLock] is what keeps a second daemon away.
public final class PidFile implements AutoCloseable {
    private static final int TRIES = 3;
    private static final int LONGEST = 32;

    private final Path file;
    private final long pid;

    private PidFile(Path file, long pid) {
        this.file = file;
        this.pid = pid;
    }

    /// Writes the file. One that is left over from a caretaker that died is taken over.
    ///
    /// @throws Problem `LOCKED` when it names a living caretaker, `DENIED` when it is something
    ///   else than a PID file, `STORE_UNWRITABLE` when it cannot be written
    public static PidFile write(Path file) {
        long pid = ProcessHandle.current().pid();
        try {
            for (int tried = 0; tried < TRIES; tried++) {
                try {
                    Files.writeString(
                            file,
                            pid + "\n",
                            StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.WRITE);
                    break;
                } catch (FileAlreadyExistsException _) {
                    clear(file);
                }
            }
        } catch (IOException e) {
            throw new Problem(
                    ProblemCode.STORE_UNWRITABLE,
                    "the PID file " + file + " cannot be written: " + e,
                    "its directory must exist, and caretaker's user may write there",
                    e);
        }
        Long read = read(file);
        if (read == null || read != pid) {
            throw new Problem(
                    ProblemCode.LOCKED,
                    "the PID file " + file + " was written by another process at this moment",
                    "give each caretaker a PID file of its own");
        }
        return new PidFile(file, pid);
    }

    /// Requires that the file can be written later.
    ///
    /// @throws Problem as [#write] does
    public static void requireFree(Path file) {
        requireNobody(file, read(file));
    }

    /// Removes a file that names no living caretaker.
    private static void clear(Path file) throws IOException {
        requireNobody(file, read(file));
        Files.deleteIfExists(file);
    }

    private static void requireNobody(Path file, @Nullable Long other) {
        RunningProcess process = other == null ? null : RunningProcess.of(other);
        if (process != null
                && process.caretaker()
                && process.pid() != ProcessHandle.current().pid()) {
            throw new Problem(
                    ProblemCode.LOCKED,
                    "the PID file " + file + " names a caretaker that runs, process " + other,
                    "stop that one first, or choose another file");
        }
    }

    /// The number in a PID file; null when there is no file, or none in it.
    ///
    /// @throws Problem `DENIED` when it cannot be read or is no PID file
    public static @Nullable Long read(Path file) {
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                    throw foreign(file);
                }
                return null;
            }
            if (Files.size(file) > LONGEST) {
                throw foreign(file);
            }
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
            if (!text.isEmpty() && !text.matches("[0-9]{1,18}")) {
                throw foreign(file);
            }
            return text.isEmpty() ? null : Long.valueOf(text);
        } catch (NoSuchFileException _) {
            return null;
        } catch (IOException e) {
            throw new Problem(
                    ProblemCode.DENIED,
                    "the PID file " + file + " cannot be read: " + e.getMessage(),
                    "run this as caretaker's user or as root",
                    e);
        }
    }

    private static Problem foreign(Path file) {
        return new Problem(
                ProblemCode.DENIED,
                file + " is no PID file",
                "name the file that `caretaker run --pid-file` wrote; nothing was changed");
    }

    /// Removes it if it is still ours.
    @Override
    public void close() {
        try {
            Long now = read(file);
            if (now != null && now == pid) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | Problem _) {
            // Whoever reads it finds a process that does not live.
        }
    }
}
