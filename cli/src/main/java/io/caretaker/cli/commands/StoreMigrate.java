package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.daemon.DaemonLock;
import io.caretaker.cli.render.Table;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.store.Store;
import io.caretaker.server.keep.MigrationProgress;
import io.caretaker.server.keep.StoreContent;
import io.caretaker.server.keep.StoreContent.Part;
import io.caretaker.server.keep.StoreMigration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Moves everything from one store to another.
@Command(
        name = "migrate",
        header = "Move everything from one store to another, and compare.",
        description = {
            "Hosts, services, environments, states, what recovery remembers, results, roll-ups and",
            "the audit log are moved. The source is only read. Stop the daemon first.",
            "When it was interrupted, run it again: it goes on.",
            "Exit code 1 when the two stores differ afterwards."
        },
        footer = {"", "Example:", "  caretaker store migrate --to /srv/caretaker/store --dry-run"})
final class StoreMigrate implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "STORE",
            description = "the other store: a directory or an address")
    String to = "";

    @Option(
            names = "--from",
            paramLabel = "STORE",
            description = "where from; without it, the store of the configuration")
    @Nullable String from;

    @Option(names = "--continue", description = "also into a store that holds data already")
    boolean goOn;

    @Option(names = "--dry-run", description = "only count what would be moved")
    boolean dryRun;

    @Option(names = "--yes", description = "do not ask")
    boolean yes;

    StoreMigrate(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        refuseDaemon();
        refuseWaiting();
        if (from == null && !session.storeExists()) {
            throw new Problem(
                    ProblemCode.NOT_FOUND, "there is no store at " + session.storeLabel(), "");
        }
        Instant now = Instant.now();
        try (Store here = session.wiring().openStore(from)) {
            if (dryRun) {
                return report(json, StoreContent.of(here, now), null);
            }
            try (Store there = session.wiring().openStore(to)) {
                return migrate(json, here, there, now);
            }
        }
    }

    private int migrate(boolean json, Store here, Store there, Instant now) {
        if (here.location().equals(there.location())) {
            throw new Problem(
                    ProblemCode.INVALID, "both stores are " + here.location(), "name another");
        }
        var progress =
                MigrationProgress.of(
                        session.settings().state().resolve("migration.json"),
                        here.location(),
                        there.location());
        var migration = new StoreMigration(here, there, progress, now);
        if (!goOn) {
            migration.refuseForeign();
        }
        session.confirm("Move everything from " + here.location() + " to " + there.location(), yes);
        migration.move((part, count) -> note(json, part, count));
        int code = report(json, StoreContent.of(here, now), StoreContent.of(there, now));
        if (code == ExitCodes.OK) {
            progress.done();
        }
        return code;
    }

    private void note(boolean json, String part, long count) {
        if (!json && (!part.equals("history") || count % 1_000_000 == 0)) {
            session.note("moved " + count + " of " + part);
        }
    }

    private void refuseDaemon() {
        if (session.daemon() instanceof DaemonLock.Daemon.Running(var pid)) {
            throw new Problem(
                    ProblemCode.LOCKED,
                    "a daemon" + (pid == null ? "" : " (process " + pid + ")") + " is running",
                    "stop it first: what it writes meanwhile would be left behind");
        }
    }

    /// What a daemon could not bring to its store belongs to the store as well.
    private void refuseWaiting() {
        Path waiting = session.settings().state().resolve("waiting");
        try (var files = Files.newDirectoryStream(waiting, "*.spill")) {
            if (files.iterator().hasNext()) {
                throw new Problem(
                        ProblemCode.DENIED,
                        "results still wait for the store in " + waiting,
                        "start the daemon once: it brings them in");
            }
        } catch (IOException _) {
            // No such directory: nothing waits.
        }
    }

    private int report(boolean json, Map<String, Part> here, @Nullable Map<String, Part> there) {
        boolean same = there == null || here.equals(there);
        if (json) {
            session.json(document(here, there, same));
        } else {
            session.print(table(here, there).in(session.style()));
            session.say(
                    there == null
                            ? "Nothing was moved."
                            : same
                                    ? "Everything was moved; both stores hold the same."
                                    : "The stores differ; the source was not changed.");
        }
        return same ? ExitCodes.OK : ExitCodes.NOT_WELL;
    }

    private static Table table(Map<String, Part> here, @Nullable Map<String, Part> there) {
        var table =
                there == null
                        ? new Table("PART", "SOURCE")
                        : new Table("PART", "SOURCE", "TARGET", "CONTENT");
        here.forEach((name, part) -> {
            Part other = there == null ? null : there.get(name);
            if (other == null) {
                table.add(name, String.valueOf(part.count()));
            } else {
                table.add(
                        name,
                        String.valueOf(part.count()),
                        String.valueOf(other.count()),
                        part.equals(other) ? "the same" : "differs");
            }
        });
        return table;
    }

    private static Map<String, @Nullable Object> document(
            Map<String, Part> here, @Nullable Map<String, Part> there, boolean same) {
        List<Map<String, @Nullable Object>> parts = new ArrayList<>();
        here.forEach((name, part) -> {
            var row = new LinkedHashMap<String, @Nullable Object>();
            Part other = there == null ? null : there.get(name);
            row.put("part", name);
            row.put("source", part.count());
            row.put("target", other == null ? null : other.count());
            row.put("same", other == null ? null : part.equals(other));
            row.put("sha256", part.sha256());
            parts.add(row);
        });
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("moved", there != null);
        document.put("same", there == null ? null : same);
        document.put("parts", parts);
        return document;
    }
}
