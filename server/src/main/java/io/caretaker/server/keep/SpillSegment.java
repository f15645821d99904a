package io.caretaker.server.keep;

import io.caretaker.core.problem.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One file of what waits: a line each, its CRC-32C before it. A line that does not match, such as
/// the last one of a process that was killed, does not count. Not thread-safe.
final class SpillSegment {
    private static final Logger LOG = LoggerFactory.getLogger(SpillSegment.class);
    private static final int SUM = 8;

    private final Path file;
    private @Nullable FileChannel channel;
    private long bytes;
    private long count;

    private SpillSegment(Path file, @Nullable FileChannel channel, long bytes, long count) {
        this.file = file;
        this.channel = channel;
        this.bytes = bytes;
        this.count = count;
    }

    static SpillSegment create(Path directory, long number) throws IOException {
        Path file = directory.resolve(String.format(Locale.ROOT, "%012d.spill", number));
        var channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Durable.sync(directory);
        return new SpillSegment(file, channel, 0, 0);
    }

    /// One that an earlier run left.
    static SpillSegment existing(Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            long count = lines.lines().filter(SpillSegment::whole).count();
            return new SpillSegment(file, null, Files.size(file), count);
        } catch (IOException | java.io.UncheckedIOException e) {
            LOG.atWarn().setCause(e).addKeyValue("file", file).log("cannot be read yet");
            return new SpillSegment(file, null, 0, 0);
        }
    }

    long number() {
        String name = file.getFileName().toString();
        String digits = name.substring(0, name.indexOf('.'));
        return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
    }

    boolean open() {
        return channel != null;
    }

    long bytes() {
        return bytes;
    }

    long count() {
        return count;
    }

    /// Writes all and brings them to disk.
    void append(Collection<Waiting> some) throws IOException {
        FileChannel out = channel;
        if (out == null) {
            throw new IOException("sealed");
        }
        try {
            ByteBuffer lines = ByteBuffer.wrap(lines(some));
            int size = lines.remaining();
            while (lines.hasRemaining()) {
                out.write(lines);
            }
            out.force(false);
            bytes += size;
            count += some.size();
        } catch (IOException e) {
            // The rest of a line must not run into the next one.
            seal();
            throw e;
        }
    }

    private static byte[] lines(Collection<Waiting> some) {
        var text = new StringBuilder();
        for (Waiting each : some) {
            String line = JsonLine.write(WaitingDocuments.of(each));
            text.append(sum(line.getBytes(StandardCharsets.UTF_8)));
            text.append(line).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String sum(byte[] bytes) {
        var sum = new CRC32C();
        sum.update(bytes);
        return String.format(Locale.ROOT, "%0" + SUM + "x", sum.getValue());
    }

    /// @param line its bytes as ISO 8859-1
    private static boolean whole(String line) {
        return line.length() > SUM
                && line.startsWith(sum(line.substring(SUM).getBytes(StandardCharsets.ISO_8859_1)));
    }

    /// All that is whole.
    List<Waiting> read() throws IOException {
        var all = new ArrayList<Waiting>();
        for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            if (whole(line)) {
                byte[] json = line.substring(SUM).getBytes(StandardCharsets.ISO_8859_1);
                add(new String(json, StandardCharsets.UTF_8), all);
            }
        }
        return all;
    }

    private void add(String json, List<Waiting> all) {
        try {
            all.add(WaitingDocuments.read(JsonLine.read(json)));
        } catch (Problem | IllegalArgumentException e) {
            LOG.atError()
                    .addKeyValue("file", file)
                    .addKeyValue("problem", e.getMessage())
                    .log("something that waited for the store cannot be read and is left out");
        }
    }

    /// Nothing is added from now on.
    void seal() {
        FileChannel out = channel;
        channel = null;
        if (out != null) {
            try {
                out.close();
            } catch (IOException e) {
                LOG.atDebug().setCause(e).log("a spill file could not be closed");
            }
        }
    }

    void remove() {
        seal();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.atWarn().setCause(e).addKeyValue("file", file).log("could not be removed");
        }
    }
}
