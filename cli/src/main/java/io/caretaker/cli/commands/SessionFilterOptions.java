package io.caretaker.cli.commands;

import io.caretaker.core.session.SessionFilter;
import io.caretaker.core.session.SessionFilter.Trait;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// Options that choose sessions.
final class SessionFilterOptions {
    /// Stands for the limit of the database's own configuration.
    private static final Duration USUAL = Duration.ZERO;

    @Option(names = "--active", description = "those that run a query")
    boolean active;

    @Option(names = "--idle", description = "those that do nothing, outside of a transaction")
    boolean idle;

    @Option(
            names = "--idle-in-transaction",
            description = "those that do nothing and keep a transaction open")
    boolean idleInTransaction;

    @Option(
            names = "--long",
            arity = "0..1",
            paramLabel = "AGE",
            parameterConsumer = AgeOrNothing.class,
            description = "those whose query has run for so long; care.long_query_sec unless given")
    @Nullable Duration longer;

    @Option(names = "--blocking", description = "those that others wait for")
    boolean blocking;

    @Option(names = "--blocked", description = "those that wait for others")
    boolean blocked;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "of this user; in names * stands for any text, ? for one character")
    @Nullable String user;

    @Option(names = "--application", paramLabel = "NAME", description = "of this application")
    @Nullable String application;

    @Option(names = "--database", paramLabel = "NAME", description = "in this database")
    @Nullable String database;

    @Option(
            names = "--older",
            paramLabel = "AGE",
            converter = PlainDuration.class,
            description = "in their state for so long, such as 30s, 5m or 1h30m")
    @Nullable Duration older;

    @Option(
            names = "--all",
            description = "also processes of the server itself and caretaker's own sessions")
    boolean all;

    /// What was chosen.
    ///
    /// @param longQuery what counts as long where nothing else is said
    SessionFilter filter(Duration longQuery) {
        var wanted = EnumSet.noneOf(Trait.class);
        add(wanted, active, Trait.ACTIVE);
        add(wanted, idle, Trait.IDLE);
        add(wanted, idleInTransaction, Trait.IDLE_IN_TRANSACTION);
        add(wanted, longer != null, Trait.LONG);
        add(wanted, blocking, Trait.BLOCKING);
        add(wanted, blocked, Trait.BLOCKED);
        return new SessionFilter(
                wanted,
                longer == null || longer.equals(USUAL) ? longQuery : longer,
                user,
                application,
                database,
                older == null ? Duration.ZERO : older,
                all);
    }

    private static void add(EnumSet<Trait> wanted, boolean chosen, Trait trait) {
        if (chosen) {
            wanted.add(trait);
        }
    }

    /// Takes the next word only when it is a time, so that a database's name may follow.
    static final class AgeOrNothing implements IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
            boolean time = !words.isEmpty() && PlainDuration.looksLikeOne(words.peek());
            option.setValue(time ? new PlainDuration().convert(words.pop()) : USUAL);
        }
    }
}
