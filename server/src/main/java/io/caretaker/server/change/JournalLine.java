package io.caretaker.server.change;

import io.caretaker.core.change.Change;
import io.caretaker.core.change.ChangeId;
import io.caretaker.core.change.ChangeLevel;
import io.caretaker.core.change.ChangeState;
import io.caretaker.core.change.ChangeStatus;
import io.caretaker.core.change.ChangeStep;
import io.caretaker.core.change.JournalEntry;
import io.caretaker.server.keep.JsonLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The entries of a journal as lines of JSON, and the state file.
final class JournalLine {
    private JournalLine() {}

    static String write(JournalEntry entry) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("at", entry.at());
        switch (entry) {
            case JournalEntry.Planned(Instant _, Change change) -> {
                line.put("entry", "planned");
                line.put("change", document(change));
            }
            case JournalEntry.Resumed resumed -> {
                line.put("entry", "resumed");
                line.put("actor", resumed.actor());
            }
            case JournalEntry.Begun begun -> {
                line.put("entry", "begun");
                line.put("step", begun.step());
                line.put("before", begun.before());
            }
            case JournalEntry.Done done -> {
                line.put("entry", "done");
                line.put("step", done.step());
                line.put("found", done.found());
            }
            case JournalEntry.Failed failed -> {
                line.put("entry", "failed");
                line.put("step", failed.step());
                line.put("message", failed.message());
            }
            case JournalEntry.TurnedBack turned -> {
                line.put("entry", "turned_back");
                line.put("actor", turned.actor());
                line.put("reason", turned.reason());
            }
            case JournalEntry.UndoBegun begun -> {
                line.put("entry", "undo_begun");
                line.put("step", begun.step());
            }
            case JournalEntry.Undone undone -> {
                line.put("entry", "undone");
                line.put("step", undone.step());
                line.put("notes", undone.notes());
            }
            case JournalEntry.Finished finished -> {
                line.put("entry", "finished");
                line.put("status", word(finished.status()));
            }
        }
        return JsonLine.write(line);
    }

    /// @throws IllegalArgumentException when the line is none
    static JournalEntry read(String line) {
        var read = new Read(JsonLine.read(line));
        Instant at = read.instant("at");
        String entry = read.text("entry");
        return switch (entry) {
            case "planned" -> new JournalEntry.Planned(at, change(read.object("change")));
            case "resumed" -> new JournalEntry.Resumed(at, read.text("actor"));
            case "begun" ->
                    new JournalEntry.Begun(at, read.text("step"), read.object("before").fields);
            case "done" -> new JournalEntry.Done(at, read.text("step"), read.bool("found"));
            case "failed" -> new JournalEntry.Failed(at, read.text("step"), read.text("message"));
            case "turned_back" ->
                    new JournalEntry.TurnedBack(at, read.text("actor"), read.text("reason"));
            case "undo_begun" -> new JournalEntry.UndoBegun(at, read.text("step"));
            case "undone" -> new JournalEntry.Undone(at, read.text("step"), read.texts("notes"));
            case "finished" ->
                    new JournalEntry.Finished(
                            at, ChangeStatus.valueOf(read.text("status").toUpperCase(Locale.ROOT)));
            default -> throw new IllegalArgumentException("no entry is called " + entry);
        };
    }

    private static Map<String, @Nullable Object> document(Change change) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("id", change.id());
        document.put("kind", change.kind());
        document.put("target", change.target());
        document.put("label", change.label());
        document.put("actor", change.actor());
        document.put("at", change.at());
        document.put("steps", change.steps().stream().map(JournalLine::document).toList());
        return document;
    }

    private static Map<String, @Nullable Object> document(ChangeStep step) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("name", step.name());
        document.put("words", step.words());
        document.put("level", step.level().name().toLowerCase(Locale.ROOT));
        document.put("description", step.description());
        return document;
    }

    private static Change change(Read read) {
        return new Change(
                new ChangeId(read.text("id")),
                read.text("kind"),
                read.text("target"),
                read.text("label"),
                read.text("actor"),
                read.instant("at"),
                read.objects("steps").stream().map(JournalLine::step).toList());
    }

    private static ChangeStep step(Read read) {
        return new ChangeStep(
                read.text("name"),
                read.text("words"),
                ChangeLevel.valueOf(read.text("level").toUpperCase(Locale.ROOT)),
                read.object("description").fields);
    }

    /// The state file: all that a person, or a program, wants to know of a change.
    static Map<String, @Nullable Object> state(ChangeState state) {
        Change change = state.change();
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("id", change.id());
        document.put("kind", change.kind());
        document.put("target", change.target());
        document.put("label", change.label());
        document.put("actor", change.actor());
        document.put("begun_at", change.at());
        document.put("status", word(state.status()));
        document.put("reason", state.reason());
        document.put("failures", state.failures());
        document.put("last_entry_at", state.lastEntry());
        document.put("steps", change.steps().stream().map(step -> step(step, state)).toList());
        return document;
    }

    private static Map<String, @Nullable Object> step(ChangeStep step, ChangeState state) {
        ChangeState.Progress progress = state.of(step.name());
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("name", step.name());
        document.put("words", step.words());
        document.put("level", step.level().name().toLowerCase(Locale.ROOT));
        document.put("stage", progress.stage().name().toLowerCase(Locale.ROOT));
        document.put("since", progress.since());
        document.put("message", progress.message());
        document.put("before", progress.before());
        document.put("notes", progress.notes());
        return document;
    }

    private static String word(ChangeStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    /// Fields of a line that must be there.
    private record Read(Map<String, @Nullable Object> fields) {
        String text(String name) {
            if (fields.get(name) instanceof String text) {
                return text;
            }
            throw new IllegalArgumentException("'" + name + "' is missing");
        }

        boolean bool(String name) {
            return Boolean.TRUE.equals(fields.get(name));
        }

        Instant instant(String name) {
            try {
                return Instant.parse(text(name));
            } catch (java.time.DateTimeException e) {
                throw new IllegalArgumentException("'" + name + "' is no instant", e);
            }
        }

        Read object(String name) {
            if (fields.get(name) instanceof Map<?, ?> map) {
                return of(map);
            }
            throw new IllegalArgumentException("'" + name + "' is missing");
        }

        List<Read> objects(String name) {
            var objects = new ArrayList<Read>();
            if (fields.get(name) instanceof List<?> list) {
                for (Object each : list) {
                    if (each instanceof Map<?, ?> map) {
                        objects.add(of(map));
                    }
                }
            }
            return objects;
        }

        List<String> texts(String name) {
            var texts = new ArrayList<String>();
            if (fields.get(name) instanceof List<?> list) {
                list.forEach(each -> texts.add(String.valueOf(each)));
            }
            return texts;
        }

        private static Read of(Map<?, ?> map) {
            var fields = new LinkedHashMap<String, @Nullable Object>();
            map.forEach((key, value) -> fields.put(String.valueOf(key), value));
            return new Read(fields);
        }
    }
}
