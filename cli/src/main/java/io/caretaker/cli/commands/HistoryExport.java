package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.store.Store;
import io.caretaker.server.keep.Archive;
import io.caretaker.server.keep.ArchiveFile;
import io.caretaker.server.keep.HistoryReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// All rows of a stretch of time, oldest first, however many there are.
@Command(
        name = "export",
        header = "Write raw results to a file, oldest first.",
        description = {
            "Rows are JSON, one object a line, or CSV with a line of names first.",
            "Times are dates (2026-11-22, in UTC) or instants (2026-11-22T10:00:00Z)."
        },
        footer = {
            "",
            "Example:",
            "  caretaker history export --from 2026-11-01 --as csv --output november.csv"
        })
final class HistoryExport implements Callable<Integer> {
    private final Session session;

    @Option(names = "--service", paramLabel = "SERVICE", description = "only this one's rows")
    @Nullable String service;

    @Option(names = "--host", paramLabel = "HOST", description = "only rows from this host's id")
    @Nullable String host;

    @Option(names = "--from", paramLabel = "TIME", description = "the first moment (inclusive)")
    @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "the end (exclusive)")
    @Nullable String to;

    @Option(
            names = "--as",
            paramLabel = "json|csv",
            description = "what is written (default: json)")
    ExportFormat as = ExportFormat.JSON;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "where to; without it, standard output")
    @Nullable Path output;

    @Option(
            names = "--archive",
            paramLabel = "DIR",
            description = "read the archive in this directory instead of the store")
    @Nullable Path archive;

    HistoryExport(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.format();
        Instant begin = time("--from", from, HistoryReader.ALWAYS_FROM);
        Instant end = time("--to", to, HistoryReader.ALWAYS_TO);
        Predicate<HistoryEntry> wanted = wanted().and(row -> within(row, begin, end));
        long rows = output == null ? print(wanted, begin, end) : write(output, wanted, begin, end);
        if (output != null) {
            session.note(Texts.count(rows, "row") + " written to " + output);
        }
        return ExitCodes.OK;
    }

    private static boolean within(HistoryEntry row, Instant begin, Instant end) {
        return !row.timestamp().isBefore(begin) && row.timestamp().isBefore(end);
    }

    private Predicate<HistoryEntry> wanted() {
        ServiceId id = service == null ? null : id(service);
        return row ->
                (id == null || row.serviceId().equals(id))
                        && (host == null || row.hostId().value().equals(host));
    }

    /// A service that is not in the inventory any more is named by its id.
    private ServiceId id(String name) {
        try {
            return archive == null
                    ? Reports.service(Reports.store(session).inventory().read(), name).id()
                    : new ServiceId(name);
        } catch (Problem problem) {
            if (problem.code() != ProblemCode.NOT_FOUND) {
                throw problem;
            }
            return new ServiceId(name);
        } catch (IllegalArgumentException e) {
            throw new Problem(ProblemCode.INVALID, "--service: " + e.getMessage(), "", e);
        }
    }

    private long print(Predicate<HistoryEntry> wanted, Instant begin, Instant end) {
        var out =
                new BufferedWriter(
                        new Writer() {
                            @Override
                            public void write(char[] text, int offset, int length) {
                                session.print(new String(text, offset, length));
                            }

                            @Override
                            public void flush() {}

                            @Override
                            public void close() {}
                        });
        try {
            long rows = rows(out, wanted, begin, end);
            out.flush();
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long write(Path file, Predicate<HistoryEntry> wanted, Instant begin, Instant end) {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            return rows(out, wanted, begin, end);
        } catch (IOException | UncheckedIOException e) {
            throw new Problem(
                    ProblemCode.STORE_UNWRITABLE,
                    "the export to " + file + " failed: " + e.getMessage(),
                    "choose another file with --output",
                    e);
        }
    }

    private long rows(Writer out, Predicate<HistoryEntry> wanted, Instant begin, Instant end)
            throws IOException {
        var rows = new ExportedRows(out, as, session.settings().history().retention());
        Consumer<HistoryEntry> each =
                row -> {
                    if (wanted.test(row)) {
                        rows.add(row);
                    }
                };
        if (archive == null) {
            Store store = Reports.store(session);
            new HistoryReader(store.history(), begin, end, null).forEachRemaining(each);
        } else {
            for (Path file : Archive.files(archive)) {
                ArchiveFile.read(file, each);
            }
        }
        return rows.count();
    }

    private static Instant time(String option, @Nullable String text, Instant otherwise) {
        if (text == null) {
            return otherwise;
        }
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new Problem(
                    ProblemCode.INVALID,
                    option + " must be such as 2026-11-22 or 2026-11-22T10:00:00Z, but is " + text,
                    "",
                    e);
        }
    }
}
