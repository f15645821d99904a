package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.server.desk.Changes;
import io.caretaker.server.desk.EntryKind;
import io.caretaker.server.desk.FieldPaths;
import io.caretaker.server.desk.FixedFields;
import io.caretaker.server.desk.InventoryDesk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Changes named fields of one entry, or of many at once.
@Command(
        name = "set",
        description = {
            "An empty value (FIELD=) takes an optional field out; lists are cut at commas.",
            "Of several entries all are changed or none; those that caretaker.yaml declares are left out."
        })
final class SetCommand implements Callable<Integer> {
    private final Session session;
    private final EntryKind kind;
    private final EntryOptions options;

    @Parameters(
            arity = "0..*",
            paramLabel = "ID|FIELD=VALUE",
            description = "one id or several, then fields by their path and their new values")
    List<String> words = List.of();

    @Option(names = "--all", description = "change all entries")
    boolean all;

    @Option(
            names = "--where",
            paramLabel = "KEY=VALUE",
            description =
                    "change the entries that fit, by the names of the options of `list`; may be"
                            + " given several times")
    List<String> where = List.of();

    @Option(names = "--dry-run", description = "only show the change")
    boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "do not ask, with --all and --where")
    boolean yes;

    SetCommand(Session session, EntryKind kind, EntryOptions options) {
        this.session = session;
        this.kind = kind;
        this.options = options;
    }

    static String example(EntryKind kind) {
        return switch (kind) {
            case EntryKind.Hosts _ -> "status=maintenance";
            case EntryKind.Services _ -> "monitoring.interval_sec=30 recovery.recover_on_down=true";
            case EntryKind.Environments _ -> "approval_required=true";
        };
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        boolean many = all || !where.isEmpty();
        List<String> ids = words.stream().takeWhile(word -> !word.contains("=")).toList();
        var fields = new FieldChanges(kind, options, words.subList(ids.size(), words.size()));
        requireOne(ids, many);
        InventoryDesk desk = Desks.inventory(session);
        var chosen = new Chosen(session, kind, desk.inventory(dryRun), Instant.now());
        List<String> wanted = many ? chosen.where(where) : ids;
        if (many && !dryRun && !wanted.isEmpty()) {
            session.confirm("Change " + Texts.count(wanted.size(), kind.word()) + "?", yes);
        }
        Changes changes = desk.change(kind, wanted, fields::applied, Desks.asker(session, dryRun));
        new SetOutcome(changes).report(session, dryRun, json, many ? chosen.declared() : null);
        return ExitCodes.OK;
    }

    private void requireOne(List<String> ids, boolean many) {
        if (ids.isEmpty() == many) {
            return;
        }
        throw new Problem(
                ProblemCode.INVALID,
                many
                        ? "ids do not go together with --all and --where"
                        : "the id of the " + kind.word() + " is missing",
                "for example `caretaker " + kind.word() + " set ID " + example(kind) + "`");
    }

    /// What is to be changed in each document.
    static final class FieldChanges {
        private final EntryKind kind;
        private final List<Map.Entry<String, @Nullable Object>> changes = new ArrayList<>();

        FieldChanges(EntryKind kind, EntryOptions options, List<String> settings) {
            this.kind = kind;
            settings.forEach(this::take);
            options.fields()
                    .forEach((path, value) -> {
                        if (value != null) {
                            add(path, value.equals(WindowText.NONE) ? null : value);
                        }
                    });
            if (changes.isEmpty()) {
                throw new Problem(
                        ProblemCode.INVALID,
                        "nothing to change was given",
                        "for example " + example(kind));
            }
        }

        private void take(String setting) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new Problem(
                        ProblemCode.INVALID,
                        "'" + setting + "' is not FIELD=VALUE",
                        "for example " + example(kind));
            }
            String value = setting.substring(equals + 1);
            add(setting.substring(0, equals), value.isEmpty() ? null : PlainDocuments.value(value));
        }

        private void add(String path, @Nullable Object value) {
            FixedFields.refuse(kind, path);
            changes.add(new java.util.AbstractMap.SimpleEntry<>(path, value));
        }

        Map<String, @Nullable Object> applied(Map<String, @Nullable Object> document) {
            for (Map.Entry<String, @Nullable Object> change : changes) {
                if (change.getKey().equals("monitoring.method")) {
                    // What the former method asked for means nothing to the new one.
                    document.remove("check");
                }
                FieldPaths.set(document, change.getKey(), change.getValue());
            }
            return document;
        }
    }
}
