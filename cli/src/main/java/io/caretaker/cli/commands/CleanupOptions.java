package io.caretaker.cli.commands;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.session.CleanupPolicy;
import io.caretaker.core.session.Offence;
import io.caretaker.core.session.Protection;
import io.caretaker.server.desk.CleanupTerms;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// Options that change a clean-up's policy for one time.
final class CleanupOptions {
    @Option(
            names = "--blocking-after",
            paramLabel = "TIME",
            converter = PlainDuration.class,
            description = "end what others have waited for so long, such as 30s or 5m")
    @Nullable Duration blocking;

    @Option(
            names = "--idle-in-transaction-after",
            paramLabel = "TIME",
            converter = PlainDuration.class,
            description = "end what has been idle in a transaction for so long")
    @Nullable Duration idleInTransaction;

    @Option(
            names = "--query-after",
            paramLabel = "TIME",
            converter = PlainDuration.class,
            description = "end queries that have run for so long")
    @Nullable Duration query;

    @Option(
            names = "--idle-after",
            paramLabel = "TIME",
            converter = PlainDuration.class,
            description = "end what has been idle for so long, when there are too many connections")
    @Nullable Duration idle;

    @Option(
            names = "--only",
            paramLabel = "WHAT",
            split = ",",
            converter = OffenceLabel.class,
            description = "only for these: blocking, idle_in_transaction, long_query, idle")
    List<Offence> only = List.of();

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            converter = PlainDuration.class,
            description = "how long a cancelled query may take to stop before it is terminated")
    @Nullable Duration grace;

    @Option(names = "--max", paramLabel = "N", description = "end no more than so many sessions")
    @Nullable Integer most;

    @Option(
            names = "--protect-user",
            paramLabel = "NAME",
            split = ",",
            converter = ProtectedName.class,
            hideParamSyntax = true,
            description =
                    "spare this user too; in names * stands for any text, ? for one character")
    List<String> users = List.of();

    @Option(
            names = "--protect-application",
            paramLabel = "NAME",
            split = ",",
            converter = ProtectedName.class,
            hideParamSyntax = true,
            description = "spare this application too")
    List<String> applications = List.of();

    @Option(
            names = "--protect-database",
            paramLabel = "NAME",
            split = ",",
            converter = ProtectedName.class,
            hideParamSyntax = true,
            description = "spare sessions in this database too")
    List<String> databases = List.of();

    /// What was said here.
    ///
    /// @throws Problem `INVALID` when a number is out of its range
    CleanupTerms terms() {
        var after = new EnumMap<Offence, Duration>(Offence.class);
        put(after, Offence.BLOCKING, blocking);
        put(after, Offence.IDLE_IN_TRANSACTION, idleInTransaction);
        put(after, Offence.LONG_QUERY, query);
        put(after, Offence.IDLE, idle);
        if (most != null && (most < 1 || most > CleanupPolicy.MOST_PER_CYCLE)) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "--max must be 1 to " + CleanupPolicy.MOST_PER_CYCLE + ", but is " + most,
                    "");
        }
        return new CleanupTerms(
                after,
                Set.copyOf(only),
                grace,
                most,
                new Protection(users, applications, databases));
    }

    private static void put(Map<Offence, Duration> after, Offence offence, @Nullable Duration age) {
        if (age != null) {
            after.put(offence, age);
        }
    }

    /// Whom to spare. An empty name would spare nobody, and is a variable that is not set as a
    /// rule.
    static final class ProtectedName implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            if (text.isBlank()) {
                throw new TypeConversionException("the name is empty, and would protect nobody");
            }
            return text;
        }
    }

    /// An offence by its label.
    static final class OffenceLabel implements ITypeConverter<Offence> {
        @Override
        public Offence convert(String text) {
            return Arrays.stream(Offence.values())
                    .filter(offence -> offence.label().equals(text.replace('-', '_')))
                    .findFirst()
                    .orElseThrow(() ->
                            new TypeConversionException(
                                    "'"
                                            + text
                                            + "' is none of "
                                            + Arrays.stream(Offence.values())
                                                    .map(Offence::label)
                                                    .collect(Collectors.joining(", "))));
        }
    }
}
