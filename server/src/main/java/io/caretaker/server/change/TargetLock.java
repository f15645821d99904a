package io.caretaker.server.change;

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
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Lets one run at a time change a target. The operating system lets go of the lock when its owner
/// dies, however it dies; the file itself stays, because removing it would let two in.
final class TargetLock implements AutoCloseable {
    private static final int LONGEST = 200;

    /// Those of this process. The file of one that is held must not be opened a second time:
    /// closing it would give the lock away.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private TargetLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// @throws Problem `LOCKED` when another run is at it
    static TargetLock take(Path directory, String target) {
        Path file =
                directory
                        .resolve(target.replaceAll("[^A-Za-z0-9.-]", "_") + ".lock")
                        .toAbsolutePath();
        if (!HELD.add(file)) {
            throw locked(target, "this process");
        }
        boolean taken = false;
        try {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            FileChannel channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            LinkOption.NOFOLLOW_LINKS);
            taken = lock(channel, target);
            return new TargetLock(file, channel);
        } catch (IOException e) {
            throw new Problem(
                    ProblemCode.STORE_UNWRITABLE,
                    "the lock " + file + " cannot be used: " + e.getMessage(),
                    "give caretaker's user the right to write there",
                    e);
        } finally {
            if (!taken) {
                HELD.remove(file);
            }
        }
    }

    private static boolean lock(FileChannel channel, String target) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                String owner = owner(channel);
                channel.close();
                throw locked(target, owner.isEmpty() ? "another process" : "process " + owner);
            }
        } catch (OverlappingFileLockException _) {
            channel.close();
            throw locked(target, "this process");
        }
        channel.truncate(0);
        String pid = Long.toString(ProcessHandle.current().pid());
        channel.write(ByteBuffer.wrap((pid + '\n').getBytes(StandardCharsets.US_ASCII)), 0);
        return true;
    }

    private static String owner(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(LONGEST);
        channel.read(buffer, 0);
        return StandardCharsets.US_ASCII.decode(buffer.flip()).toString().strip();
    }

    private static Problem locked(String target, String owner) {
        return new Problem(
                ProblemCode.LOCKED,
                owner + " of caretaker is changing " + target + " at this moment",
                "wait until it has ended");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // The operating system lets go of the lock in any case.
        } finally {
            HELD.remove(file);
        }
    }
}
