package io.caretaker.server.keep;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.document.Fields;
import io.caretaker.core.document.HistoryDocument;
import io.caretaker.core.problem.Problem;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// One written file of the archive.
///
/// @param rows lines in it
/// @param sha256 of the file as it is on disk, in hexadecimal
public record ArchiveFile(long rows, String sha256) {
    private static final int BUFFER = 1 << 16;

    /// Writes all rows and brings them to disk.
    static ArchiveFile write(Path file, Iterator<HistoryEntry> rows, Duration retention)
            throws IOException {
        MessageDigest digest = newDigest();
        long count = 0;
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (var raw = new DigestOutputStream(Files.newOutputStream(file), digest);
                var zipped = new GZIPOutputStream(raw, BUFFER);
                var out =
                        new BufferedWriter(
                                new OutputStreamWriter(zipped, StandardCharsets.UTF_8))) {
            while (rows.hasNext()) {
                out.write(JsonLine.write(HistoryDocument.of(rows.next(), retention)));
                out.write('\n');
                count++;
            }
        }
        Durable.sync(file);
        return new ArchiveFile(count, HexFormat.of().formatHex(digest.digest()));
    }

    /// Reads a file from end to end.
    ///
    /// @throws IOException when it is not what was written
    static void readBack(Path file, ArchiveFile written) throws IOException {
        ArchiveFile read = read(file, _ -> {});
        if (!read.equals(written)) {
            throw new IOException(
                    file + " reads back as " + read.rows + " rows instead of " + written.rows);
        }
    }

    /// Hands over every row of a file.
    ///
    /// @return what was read
    public static ArchiveFile read(Path file, Consumer<HistoryEntry> consumer) throws IOException {
        MessageDigest digest = newDigest();
        long count = 0;
        try (var raw = new DigestInputStream(Files.newInputStream(file), digest);
                var zipped = new GZIPInputStream(raw, BUFFER);
                var in =
                        new BufferedReader(new InputStreamReader(zipped, StandardCharsets.UTF_8))) {
            String line = in.readLine();
            while (line != null) {
                consumer.accept(Fields.stored(JsonLine.read(line), HistoryDocument::read));
                count++;
                line = in.readLine();
            }
        } catch (IllegalArgumentException | Problem | UncheckedIOException e) {
            throw new IOException(file + ", line " + (count + 1) + ": " + e.getMessage(), e);
        }
        return new ArchiveFile(count, HexFormat.of().formatHex(digest.digest()));
    }

    /// Whether a file has the sum that stands beside it.
    ///
    /// @return null when it has, else what is wrong
    public static @org.jspecify.annotations.Nullable String fault(Path file) {
        try {
            ArchiveFile read = read(file, _ -> {});
            return Files.readString(sumOf(file)).equals(read.sumLine(file))
                    ? null
                    : "its SHA-256 is not the one in " + sumOf(file).getFileName();
        } catch (IOException e) {
            return e.toString();
        }
    }

    boolean same(Path file) throws IOException {
        return Files.exists(sumOf(file)) && Files.readString(sumOf(file)).equals(sumLine(file));
    }

    static Path sumOf(Path file) {
        return file.resolveSibling(file.getFileName() + ".sha256");
    }

    String sumLine(Path file) {
        return sha256 + "  " + file.getFileName() + "\n";
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
