package io.caretaker.server.keep;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.HistoryStore;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/// History that outlives the store: a file of gzipped JSON lines for each day (UTC),
/// `history-2026-11-22.jsonl.gz`, with a `.sha256` beside it as `sha256sum` writes it.
///
/// A file gets its name only after it is on disk and was read back, so whatever ends in between
/// leaves nothing wrong behind, and doing it again changes nothing. Rows that come in for a day
/// after its file was written give a second file, `history-2026-11-22-2.jsonl.gz`, of all rows that
/// the store then has. Not thread-safe.
public final class Archive {
    /// Days are archived so long before they expire, for stores that expire by themselves.
    private static final Duration AHEAD = Duration.ofDays(2);

    private final Path directory;
    private final Duration retention;

    public Archive(Path directory, Duration retention) {
        this.directory = directory;
        this.retention = retention;
    }

    /// Archives the days that expire soon, and makes sure of those that expire now.
    ///
    /// @param before raw rows older than this are about to be removed
    /// @param now days that are not over yet are left alone
    /// @return the number of files written
    /// @throws Problem `STORE_UNWRITABLE` when a file cannot be written or reads back differently;
    ///   then nothing may expire
    public int keep(HistoryStore history, Instant before, Instant now) {
        LocalDate expiring = LocalDate.ofInstant(before, ZoneOffset.UTC);
        LocalDate soon = LocalDate.ofInstant(before.plus(AHEAD), ZoneOffset.UTC);
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        LocalDate end = soon.isBefore(today) ? soon : today;
        int written = 0;
        Instant from = HistoryReader.ALWAYS_FROM;
        while (from.isBefore(start(end))) {
            List<HistoryEntry> first = history.page(from, start(end), null, 1);
            if (first.isEmpty()) {
                return written;
            }
            LocalDate day = LocalDate.ofInstant(first.getFirst().timestamp(), ZoneOffset.UTC);
            if ((day.isBefore(expiring) || Files.notExists(file(day, 1))) && write(history, day)) {
                written++;
            }
            from = start(day.plusDays(1));
        }
        return written;
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /// The file of a day.
    ///
    /// @param number 1, or more for what came in later
    private Path file(LocalDate day, int number) {
        return directory.resolve(
                "history-" + day + (number == 1 ? "" : "-" + number) + ".jsonl.gz");
    }

    /// Writes the day; false when the same is there already.
    private boolean write(HistoryStore history, LocalDate day) {
        Path temporary = directory.resolve(".history-" + day + ".part");
        try {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            var rows = new HistoryReader(history, start(day), start(day.plusDays(1)), null);
            ArchiveFile written = ArchiveFile.write(temporary, rows, retention);
            ArchiveFile.readBack(temporary, written);
            return publish(temporary, written, day);
        } catch (IOException e) {
            throw new Problem(
                    ProblemCode.STORE_UNWRITABLE,
                    "the history of " + day + " cannot be archived in " + directory + ": " + e,
                    "check free space (`df`), mount options and owner of " + directory,
                    e);
        }
    }

    private boolean publish(Path temporary, ArchiveFile written, LocalDate day) throws IOException {
        int number = 1;
        while (Files.exists(file(day, number))) {
            if (written.same(file(day, number))) {
                Files.delete(temporary);
                return false;
            }
            number++;
        }
        Path file = file(day, number);
        // The sum first: a file with its name is complete, and so is what tells whether it is.
        Durable.write(ArchiveFile.sumOf(file), written.sumLine(file));
        Durable.rename(temporary, file);
        return true;
    }

    /// The archive's files, oldest day first.
    ///
    /// @throws Problem `NOT_FOUND` when there is no such directory
    public static List<Path> files(Path directory) {
        try (var all = Files.list(directory)) {
            return all.filter(
                            each -> {
                                String name = each.getFileName().toString();
                                return name.startsWith("history-") && name.endsWith(".jsonl.gz");
                            })
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new Problem(
                    ProblemCode.NOT_FOUND,
                    "there is no archive in " + directory,
                    "`history.archive.directory` in caretaker.yaml says where it is",
                    e);
        }
    }
}
