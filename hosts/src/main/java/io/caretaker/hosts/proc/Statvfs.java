package io.caretaker.hosts.proc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.caretaker.core.host.HostFacts.Disk;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The fill of one file system by statvfs(3), which also knows the inodes that
/// [java.nio.file.FileStore] does not; where it cannot be called, by the FileStore.
///
/// The first seven fields of `struct statvfs` are longs in glibc and musl on 64-bit Linux: bsize,
/// frsize, blocks, bfree, bavail, files, ffree.
final class Statvfs {
    private static final long SIZE = 256;
    private static final @Nullable MethodHandle CALL = link();

    private Statvfs() {}

    /// Null when it cannot be asked.
    static @Nullable Disk disk(String mountPoint) {
        return CALL == null ? byFileStore(mountPoint) : byStatvfs(CALL, mountPoint);
    }

    private static @Nullable Disk byStatvfs(MethodHandle call, String mountPoint) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(SIZE, Long.BYTES);
            if ((int) call.invokeExact(arena.allocateFrom(mountPoint), answer) != 0) {
                return null;
            }
            long unit = answer.getAtIndex(JAVA_LONG, 1);
            return disk(
                    mountPoint,
                    unit * answer.getAtIndex(JAVA_LONG, 2),
                    unit * answer.getAtIndex(JAVA_LONG, 3),
                    unit * answer.getAtIndex(JAVA_LONG, 4),
                    percent(
                            answer.getAtIndex(JAVA_LONG, 5) - answer.getAtIndex(JAVA_LONG, 6),
                            answer.getAtIndex(JAVA_LONG, 5)));
        } catch (Throwable e) {
            throw new IllegalStateException("statvfs could not be called", e);
        }
    }

    private static @Nullable Disk byFileStore(String mountPoint) {
        try {
            var store = Files.getFileStore(Path.of(mountPoint));
            return disk(
                    mountPoint,
                    store.getTotalSpace(),
                    store.getUnallocatedSpace(),
                    store.getUsableSpace(),
                    null);
        } catch (IOException | RuntimeException _) {
            return null;
        }
    }

    /// The share as `df` shows it: what is reserved for root is neither used nor available.
    private static Disk disk(
            String mountPoint, long total, long free, long available, @Nullable Double inodes) {
        long used = total - free;
        Double share = percent(used, used + available);
        return new Disk(mountPoint, total, available, share == null ? 0 : share, inodes);
    }

    private static @Nullable Double percent(long used, long all) {
        return all <= 0 ? null : 100.0 * used / all;
    }

    private static @Nullable MethodHandle link() {
        try {
            Linker linker = Linker.nativeLinker();
            return linker.defaultLookup()
                    .find("statvfs")
                    .map(symbol ->
                            linker.downcallHandle(
                                    symbol, FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS)))
                    .filter(_ -> System.getProperty("os.name", "").equals("Linux"))
                    .filter(_ -> ADDRESS.byteSize() == Long.BYTES)
                    .orElse(null);
        } catch (UnsupportedOperationException | IllegalCallerException _) {
            return null;
        }
    }
}
