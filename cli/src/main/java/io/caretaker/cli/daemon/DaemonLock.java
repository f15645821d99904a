package io.caretaker.cli.daemon;

import io.caretaker.cli.OwnDirectory;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The lock on a state directory: `caretaker.lock` is locked as long as its daemon lives, and holds
/// its process number. The operating system lets go of it when the process dies, however it dies.
public final class DaemonLock implements AutoCloseable {
    private static final String NAME = "caretaker.lock";
    private static final int LONGEST = 32;

    /// Somebody who only looks holds the lock for an instant.
    private static final int TRIES = 20;

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final FileChannel channel;
    private final @Nullable Long formerPid;

    private DaemonLock(FileChannel channel, @Nullable Long formerPid) {
        this.channel = channel;
        this.formerPid = formerPid;
    }

    /// The daemon of a state directory, as seen from outside.
    public sealed interface Daemon {
        /// It lives.
        ///
        /// @param pid null when it cannot be read yet
        record Running(@Nullable Long pid) implements Daemon {}

        /// None lives.
        ///
        /// @param diedPid the process that ended without giving the lock back, or null
        record Stopped(@Nullable Long diedPid) implements Daemon {}
    }

    /// Takes the lock.
    ///
    /// @throws Problem `LOCKED` with the other's process number
    public static DaemonLock take(Path state) throws InterruptedException {
        Path file = OwnDirectory.make(state).resolve(NAME);
        try {
            FileChannel channel =
                    FileChannel.open(
                            file,
                            Set.of(
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.READ,
                                    StandardOpenOption.WRITE,
                                    LinkOption.NOFOLLOW_LINKS));
            @Nullable Object opened = identity(file);
            if (!locked(channel)) {
                Long other = pid(channel);
                channel.close();
                throw new Problem(
                        ProblemCode.LOCKED,
                        "another caretaker"
                                + (other == null ? "" : " (process " + other + ")")
                                + " runs on "
                                + state,
                        "stop it first, or choose another directory with --state");
            }
            if (opened == null || !opened.equals(identity(file))) {
                // Whoever ended the one before has removed the file since we opened it, and a third
                // may have made and locked another.
                channel.close();
                return take(state);
            }
            Long former = pid(channel);
            write(channel, Long.toString(ProcessHandle.current().pid()) + '\n');
            return new DaemonLock(channel, former);
        } catch (IOException e) {
            throw new Problem(
                    ProblemCode.STORE_UNWRITABLE,
                    "the lock file " + file + " cannot be used: " + e.getMessage(),
                    "choose another directory with --state, or give caretaker's user its rights",
                    e);
        }
    }

    /// Which file has this name; null when there is none.
    private static @Nullable Object identity(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    private static boolean locked(FileChannel channel) throws IOException, InterruptedException {
        for (int tried = 0; tried < TRIES; tried++) {
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return true;
                }
            } catch (OverlappingFileLockException _) {
                return false;
            }
            Thread.sleep(PAUSE);
        }
        return false;
    }

    /// Gives the lock back, and removes its file.
    public void remove(Path state) {
        try {
            Files.deleteIfExists(state.resolve(NAME));
        } catch (IOException _) {
            // It stays, and means nothing.
        } finally {
            close();
        }
    }

    /// Looks who holds the lock, without taking it.
    public static Daemon look(Path state) {
        try (FileChannel channel = FileChannel.open(state.resolve(NAME), StandardOpenOption.READ)) {
            FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true);
            Long pid = pid(channel);
            if (lock == null) {
                return new Daemon.Running(pid);
            }
            lock.release();
            return new Daemon.Stopped(pid);
        } catch (OverlappingFileLockException _) {
            return new Daemon.Running(ProcessHandle.current().pid());
        } catch (NoSuchFileException _) {
            return new Daemon.Stopped(null);
        } catch (IOException e) {
            throw new Problem(
                    ProblemCode.DENIED,
                    "the lock file in " + state + " cannot be read: " + e.getMessage(),
                    "run this as caretaker's user or as root",
                    e);
        }
    }

    /// Whether a store was ever made there.
    public static boolean storeExists(Path store) {
        return Files.exists(store.resolve("caretaker.db"));
    }

    private static @Nullable Long pid(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(LONGEST);
        channel.read(buffer, 0);
        String text = StandardCharsets.US_ASCII.decode(buffer.flip()).toString().strip();
        return text.matches("[0-9]{1,18}") ? Long.valueOf(text) : null;
    }

    private static void write(FileChannel channel, String text) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
        channel.force(true);
    }

    /// The process that held the lock before and ended without giving it back; null when it ended
    /// orderly.
    public @Nullable Long formerPid() {
        return formerPid;
    }

    /// Gives the lock back.
    @Override
    public void close() {
        try (channel) {
            write(channel, "");
        } catch (IOException _) {
            // The operating system lets go of the lock in any case.
        }
    }
}
