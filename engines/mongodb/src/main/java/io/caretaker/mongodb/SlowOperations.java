package io.caretaker.mongodb;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// Sums up what the profiler wrote down, by shape. Pure but for what it gathers; not thread-safe.
///
/// Source: MongoDB Manual, "Database Profiler Output" (4.2 to 8.0).
final class SlowOperations {
    private static final int SHOWN = 20;

    private final Map<List<String>, Sum> sums = new LinkedHashMap<>();

    private static final class Sum {
        private String plan = "";
        private double number;
        private double millis;
        private double longest;
        private double keys;
        private double documents;
        private double returned;
    }

    void add(List<Document> profile) {
        for (Document each : profile) {
            String namespace = String.valueOf(each.get("ns"));
            if (namespace.endsWith(".system.profile")) {
                continue;
            }
            String shape = CommandShape.of(command(each, namespace));
            Sum sum =
                    sums.computeIfAbsent(
                            List.of(
                                    namespace,
                                    String.valueOf(each.get("op")),
                                    shape == null ? "" : shape),
                            _ -> new Sum());
            sum.number++;
            sum.millis += number(each, "millis");
            sum.longest = Math.max(sum.longest, number(each, "millis"));
            sum.keys += number(each, "keysExamined");
            sum.documents += number(each, "docsExamined");
            sum.returned += number(each, "nreturned");
            sum.plan = each.get("planSummary") instanceof String plan ? plan : sum.plan;
        }
    }

    /// Of an update or a removal only the statement is written down, not the command around it.
    private static @Nullable Document command(Document each, String namespace) {
        if (!(each.get("command") instanceof Document command) || !command.containsKey("q")) {
            return each.get("command") instanceof Document whole ? whole : null;
        }
        var whole =
                new Document(
                        String.valueOf(each.get("op")),
                        namespace.substring(namespace.indexOf('.') + 1));
        whole.putAll(command);
        return whole;
    }

    /// The most expensive together first.
    List<Map<String, @Nullable Object>> rows() {
        return sums.entrySet().stream()
                .sorted(
                        Comparator.<Map.Entry<List<String>, Sum>>comparingDouble(
                                        entry -> entry.getValue().millis)
                                .reversed())
                .limit(SHOWN)
                .map(entry -> row(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Map<String, @Nullable Object> row(List<String> about, Sum sum) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("namespace", about.get(0));
        row.put("operation", about.get(1));
        row.put("calls", sum.number);
        row.put("total_s", sum.millis / 1000);
        row.put("mean_ms", sum.millis / sum.number);
        row.put("longest_ms", sum.longest);
        row.put("keys_examined", sum.keys);
        row.put("documents_examined", sum.documents);
        row.put("returned", sum.returned);
        row.put("plan", sum.plan.isEmpty() ? null : sum.plan);
        row.put("command", about.get(2).isEmpty() ? null : about.get(2));
        return row;
    }

    private static double number(Document document, String field) {
        @Nullable Double number = Numbers.at(document, field);
        return number == null ? 0 : number;
    }
}
