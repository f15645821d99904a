package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.HistoryText;
import io.caretaker.core.alert.Mute;
import io.caretaker.core.document.MuteDocument;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.server.desk.AlertAnswers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lets nobody be told of some alerts for a time.
@Command(
        name = "mute",
        header = "Let nobody be told of some alerts for a time.",
        description = {
            "An ALERT stands for that problem alone, also when it comes again. Several of one option are alternatives,",
            "different options must all fit. What is still there afterwards is told then. A service can also be",
            "muted in the inventory, which moves with it:",
            "`caretaker service set SERVICE alerting.mute_until=2026-12-01T06:00:00Z`."
        },
        footer = {
            "",
            "Examples:",
            "  caretaker alert mute a-7f3a90c1 --for 2h --comment 'moving the disks'",
            "  caretaker alert mute --environment staging --severity low --until 2026-12-01",
            "  caretaker alert mute --host db1 --rule service_down --forever"
        })
final class AlertMuteCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ALERT", arity = "0..1", description = "its id, or its beginning")
    @Nullable String id;

    @Mixin AlertFilterOptions filter = new AlertFilterOptions();

    @Option(names = "--all", description = "everything, when nothing else is given")
    boolean all;

    @ArgGroup(exclusive = true, multiplicity = "1")
    Time time = new Time();

    @Option(names = "--comment", paramLabel = "TEXT", description = "why, for everybody else")
    String comment = "";

    /// How long.
    static final class Time {
        @Option(
                names = "--for",
                paramLabel = "TIME",
                converter = PlainDuration.class,
                description = "how long, such as 2h")
        @Nullable Duration length;

        @Option(
                names = "--until",
                paramLabel = "DATE",
                description = "until then, such as 2026-12-01 or 2026-12-01T06:00:00Z")
        @Nullable String date;

        @Option(names = "--forever", description = "until `caretaker alert unmute`")
        boolean forever;

        @Nullable Instant end(Instant now) {
            if (length != null) {
                return now.plus(length);
            }
            Instant end = date == null ? null : PlainDate.of("--until", date);
            if (end != null && !end.isAfter(now)) {
                throw new Problem(ProblemCode.INVALID, "--until " + date + " is over already", "");
            }
            return end;
        }
    }

    AlertMuteCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        Instant now = Instant.now();
        requireChoice();
        Instant until = time.end(now);
        AlertAnswers answers = Answers.answers(session, now);
        Mute mute =
                id == null
                        ? answers.mute(filter.matcher(), until, comment, session.actor())
                        : answers.mute(id, until, comment, session.actor());
        if (json) {
            session.json(MuteDocument.of(mute));
        } else {
            session.say(
                    "Muted as "
                            + mute.id()
                            + ": "
                            + mute.matcher().words()
                            + (until == null
                                    ? ", until `caretaker alert unmute " + mute.id() + "`."
                                    : ", until " + HistoryText.local(until) + "."));
        }
        return ExitCodes.OK;
    }

    private void requireChoice() {
        boolean some = !filter.none();
        if ((id != null && (some || all)) || (some && all)) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "an ALERT, options that choose, and --all exclude each other",
                    "");
        }
        if (id == null && !some && !all) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "what is to be muted is not said",
                    "give an ALERT, options such as --service, or --all for everything");
        }
    }
}
