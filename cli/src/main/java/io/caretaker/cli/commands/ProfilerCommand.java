package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.ProfilerText;
import io.caretaker.core.document.ProfileDocument;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.profile.Profile;
import io.caretaker.core.profile.ProfileLevel;
import io.caretaker.core.profile.ProfileOrder;
import io.caretaker.core.profile.QueryProfiler;
import io.caretaker.server.desk.Database;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows and changes what a database's profiler records.
@Command(
        name = "profiler",
        header = "Show or change what a database server records of its operations (MongoDB).",
        description = {
            "Without --on, --slow-only or --off it shows, and changes nothing. A filter that chooses",
            "operations stays as it is. Every change says how to undo it."
        },
        footer = {
            "",
            "Examples:",
            "  caretaker profiler svc_shop_mongodb",
            "  caretaker profiler svc_shop_mongodb --database shop --slow-only --slow-ms 50"
        })
public final class ProfilerCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "the database's id, display name or unit; not needed where there is one")
    @Nullable String name;

    @Option(
            names = "--database",
            paramLabel = "DB",
            description = "which database of the server; to show, all when it is not given")
    @Nullable String database;

    @ArgGroup Wanted wanted = new Wanted();

    /// What it shall record.
    static final class Wanted {
        @Option(names = "--on", description = "record all operations, which costs throughput")
        boolean on;

        @Option(names = "--slow-only", description = "record slow operations only")
        boolean slowOnly;

        @Option(names = "--off", description = "record nothing")
        boolean off;
    }

    @Option(
            names = "--slow-ms",
            paramLabel = "N",
            description = "from how many milliseconds on an operation is slow")
    @Nullable Long slowMillis;

    @Option(
            names = "--sample-rate",
            paramLabel = "R",
            description = "which share of the slow operations, 0 to 1")
    @Nullable Double sampleRate;

    @Option(names = "--dry-run", description = "only show what would be done")
    boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "do not ask")
    boolean yes;

    public ProfilerCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean json = session.json();
        @Nullable ProfileOrder order = order();
        Database found = Desks.databases(session, session.inventory()).find(name);
        QueryProfiler profiler = found.requireProfiler();
        if (order == null) {
            show(found, json);
            return ExitCodes.OK;
        }
        if (database == null) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "which database? Each has a profiler of its own",
                    "--database DB; `caretaker profiler " + found.service().id() + "` shows all");
        }
        change(found, profiler, database, order, json);
        return ExitCodes.OK;
    }

    private @Nullable ProfileOrder order() {
        boolean limits = slowMillis != null || sampleRate != null;
        if (!wanted.on && !wanted.slowOnly && !wanted.off) {
            if (limits) {
                throw new Problem(
                        ProblemCode.INVALID,
                        "--slow-ms and --sample-rate go with --on, --slow-only or --off",
                        "");
            }
            return null;
        }
        if (slowMillis != null && (slowMillis < 0 || slowMillis > Integer.MAX_VALUE)) {
            throw new Problem(
                    ProblemCode.INVALID, "--slow-ms must be 0 or more, but is " + slowMillis, "");
        }
        if (sampleRate != null && !(sampleRate >= 0 && sampleRate <= 1)) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "--sample-rate must be between 0 and 1, but is " + sampleRate,
                    "");
        }
        return new ProfileOrder(
                wanted.on
                        ? ProfileLevel.ALL
                        : wanted.slowOnly ? ProfileLevel.SLOW : ProfileLevel.OFF,
                slowMillis,
                sampleRate);
    }

    private void show(Database found, boolean json) throws InterruptedException {
        List<Profile> profiles = Desks.databases(session).profiles(found, database);
        String service = found.service().id().value();
        if (json) {
            session.json(ProfileDocument.list(service, profiles));
        } else {
            ProfilerText.lines(profiles).forEach(session::say);
        }
    }

    private void change(
            Database found, QueryProfiler profiler, String in, ProfileOrder order, boolean json)
            throws InterruptedException {
        String service = found.service().id().value();
        Profile before = Desks.databases(session).profiles(found, in).getFirst();
        if (!json) {
            session.say("Now:    " + ProfilerText.line(before));
            session.say("Wanted: " + ProfilerText.wanted(before, order));
            ProfilerText.warnings(before, order, profiler.sideEffects(order)).forEach(session::say);
        }
        boolean nothing = before.satisfies(order);
        @Nullable Profile after = null;
        if (!nothing && !dryRun) {
            session.confirm("Do that?", yes);
            after = Desks.databases(session).setProfile(found, before, order, session.actor());
        }
        String undo = ProfilerText.undo(service, before);
        if (json) {
            session.json(ProfileDocument.change(service, before, order, after, undo, dryRun));
        } else if (nothing) {
            session.say("It is so already.");
        } else if (after != null) {
            session.say("Done:   " + ProfilerText.line(after));
            session.say("Undo:   " + undo);
        }
    }
}
