package io.caretaker.mongodb;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// What a command asks, without what it asks for: names of commands, collections, fields and
/// operators stay, every value becomes `?`. Pure.
///
/// `{find: "orders", filter: {total: {$gt: 7}}}` becomes `find orders {filter: {total: {$gt: ?}}}`.
final class CommandShape {
    private static final int LONGEST = 1_000;
    private static final int LONGEST_NAME = 100;
    private static final int DEEPEST = 8;
    private static final int MOST = 20;

    /// What drivers and routers add to every command.
    private static final Set<String> PLUMBING =
            Set.of(
                    "lsid",
                    "txnNumber",
                    "autocommit",
                    "startTransaction",
                    "coordinator",
                    "readConcern",
                    "writeConcern",
                    "maxTimeMS",
                    "maxTimeMSOpOnly",
                    "fromMongos",
                    "fromRouter",
                    "needsMerge",
                    "shardVersion",
                    "databaseVersion",
                    "clientOperationKey",
                    "mayBypassWriteBlocking",
                    "runtimeConstants",
                    "let",
                    "comment",
                    "apiVersion",
                    "apiStrict",
                    "apiDeprecationErrors",
                    "cursor",
                    "singleBatch",
                    "batchSize",
                    "term",
                    "lastKnownCommittedOpTime");

    /// Whole documents of users.
    private static final Set<String> ROWS = Set.of("documents", "pwd");

    /// The server cuts a command that is too long, into a text with its values.
    private static final String CUT = "$truncated";

    private CommandShape() {}

    /// One line; null for an empty command.
    static @Nullable String of(@Nullable Document command) {
        if (command == null || command.isEmpty()) {
            return null;
        }
        if (command.containsKey(CUT)) {
            return "(too long for the server to tell)";
        }
        String name = command.keySet().iterator().next();
        var words = new StringBuilder(clean(name));
        if (command.get(name) instanceof String about) {
            words.append(' ').append(clean(about));
        }
        if (name.equals("explain") && command.get(name) instanceof Document explained) {
            words.append(" (").append(of(explained)).append(')');
        }
        if (name.equals("getMore") && command.get("collection") instanceof String collection) {
            words.append(' ').append(clean(collection));
        }
        var rest = new ArrayList<String>();
        command.forEach((key, value) -> {
            boolean shown =
                    !key.equals(name)
                            && !key.startsWith("$")
                            && !PLUMBING.contains(key)
                            && !(name.equals("getMore") && key.equals("collection"));
            if (shown) {
                rest.add(clean(key) + ": " + (ROWS.contains(key) ? "?" : shape(value, 1)));
            }
        });
        if (!rest.isEmpty()) {
            words.append(" {").append(String.join(", ", few(rest))).append('}');
        }
        return cut(words.toString(), LONGEST);
    }

    private static String shape(@Nullable Object value, int depth) {
        return switch (value) {
            case Map<?, ?> map when depth < DEEPEST -> document(map, depth);
            case List<?> list when depth < DEEPEST -> list(list, depth);
            case null, default -> "?";
        };
    }

    private static String document(Map<?, ?> map, int depth) {
        var parts = new ArrayList<String>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (parts.size() > MOST) {
                break;
            }
            parts.add(
                    clean(String.valueOf(entry.getKey()))
                            + ": "
                            + shape(entry.getValue(), depth + 1));
        }
        return "{" + String.join(", ", few(parts)) + "}";
    }

    /// A list of a thousand numbers and one of three have the same shape.
    private static String list(List<?> list, int depth) {
        var shapes = new LinkedHashSet<String>();
        for (Object each : list) {
            if (shapes.size() > MOST) {
                break;
            }
            shapes.add(shape(each, depth + 1));
        }
        return "[" + String.join(", ", few(List.copyOf(shapes))) + "]";
    }

    private static List<String> few(List<String> parts) {
        if (parts.size() <= MOST) {
            return parts;
        }
        var few = new ArrayList<>(parts.subList(0, MOST));
        few.add("…");
        return few;
    }

    /// A name for people to see: whatever does not belong into one line is gone.
    static String clean(String name) {
        return cut(name.replaceAll("[\\p{Cc}\\p{Cf}]", " "), LONGEST_NAME);
    }

    private static String cut(String text, int longest) {
        return text.codePointCount(0, text.length()) <= longest
                ? text
                : text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "…";
    }
}
