package io.caretaker.server.keep;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/// What waits for the store, in files of its own and in the order it came. When too much waits, the
/// oldest file goes and is counted. Where nothing can be written, things wait in memory instead,
/// within a bound of their own. Thread-safe.
final class Spill {
    private static final int MOST_IN_MEMORY = 50_000;

    private final Path directory;
    private final long mostBytes;
    private final long segmentBytes;
    private final Deque<SpillSegment> segments = new ArrayDeque<>();
    private final Deque<Waiting> memory = new ArrayDeque<>();
    private long newest;
    private long dropped;
    private boolean reading;

    Spill(Path directory, long mostBytes) {
        this.directory = directory;
        this.mostBytes = mostBytes;
        this.segmentBytes = Math.min(1 << 20, Math.max(1, mostBytes / 8));
    }

    /// What an earlier run left waiting, oldest first; empty when there is no such directory. Only
    /// counted, not read into memory.
    void find() {
        var found = new ArrayList<Path>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.spill")) {
            files.forEach(found::add);
        } catch (IOException _) {
            return; // no such directory: nothing waits
        }
        found.sort(null);
        synchronized (this) {
            for (Path each : found) {
                SpillSegment segment = SpillSegment.existing(each);
                segments.addLast(segment);
                newest = Math.max(newest, segment.number());
            }
        }
    }

    /// Adds to the end; on disk when this returns true, else only in memory.
    synchronized boolean add(List<Waiting> some) {
        memory.addAll(some);
        boolean written = settle();
        while (memory.size() > MOST_IN_MEMORY) {
            memory.removeFirst();
            dropped++;
        }
        return written;
    }

    /// Tries to bring to disk what waits in memory.
    private boolean settle() {
        if (memory.isEmpty()) {
            return true;
        }
        try {
            room().append(memory);
            memory.clear();
            shrink();
            return true;
        } catch (IOException _) {
            // What was written of it is read back as far as it is whole: doubled, never lost.
            return false;
        }
    }

    private SpillSegment room() throws IOException {
        SpillSegment last = segments.peekLast();
        if (last != null && last.open() && last.bytes() < segmentBytes) {
            return last;
        }
        if (last != null) {
            last.seal();
        }
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        SpillSegment next = SpillSegment.create(directory, ++newest);
        segments.addLast(next);
        return next;
    }

    private void shrink() {
        long bytes = segments.stream().mapToLong(SpillSegment::bytes).sum();
        while (bytes > mostBytes && segments.size() > 1) {
            SpillSegment oldest = segments.removeFirst();
            reading = false;
            bytes -= oldest.bytes();
            dropped += oldest.count();
            oldest.remove();
        }
    }

    /// The oldest that waits, a file at a time; empty when nothing waits. They stay until
    /// [#forgetOldest()].
    ///
    /// @throws IOException when a file cannot be read
    synchronized List<Waiting> oldest() throws IOException {
        settle();
        SpillSegment first = segments.peekFirst();
        if (first == null) {
            return List.copyOf(memory);
        }
        first.seal();
        reading = true;
        return first.read();
    }

    /// Looks at all that waits on disk, oldest first.
    synchronized void each(Consumer<Waiting> consumer) throws IOException {
        for (SpillSegment each : segments) {
            each.read().forEach(consumer);
        }
    }

    /// After the last [#oldest()] has reached the store.
    synchronized void forgetOldest(int count) {
        SpillSegment first = segments.peekFirst();
        if (first == null) {
            for (int i = 0; i < count && !memory.isEmpty(); i++) {
                memory.removeFirst();
            }
        } else if (reading) {
            reading = false;
            segments.removeFirst();
            dropped += Math.max(0, first.count() - count);
            first.remove();
        }
    }

    /// How much waits.
    synchronized long count() {
        return segments.stream().mapToLong(SpillSegment::count).sum() + memory.size();
    }

    /// How much of it is on disk.
    synchronized long bytes() {
        return segments.stream().mapToLong(SpillSegment::bytes).sum();
    }

    /// How much was given up since this began.
    synchronized long dropped() {
        return dropped;
    }
}
