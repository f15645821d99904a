package io.caretaker.mongodb;

import io.caretaker.core.health.Detail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// The tables that are read only for a person who asks. Used by one pass.
final class Details {
    private static final Duration LONGEST_READING = Duration.ofSeconds(1);
    private static final Duration RESERVE = Duration.ofMillis(500);
    private static final int MOST_DATABASES = 50;

    private final Questions questions;
    private final List<Lack> lacks;

    /// @param lacks gets what could not be read
    Details(Questions questions, List<Lack> lacks) {
        this.questions = questions;
        this.lacks = lacks;
    }

    List<Detail> connections(boolean router) {
        var tables = new ArrayList<Detail>();
        table(
                tables,
                "application",
                new Document("$ifNull", List.of("$appName", "(without a name)")),
                router);
        table(
                tables,
                "user",
                new Document(
                        "$ifNull",
                        List.of(
                                new Document("$arrayElemAt", List.of("$effectiveUsers.user", 0)),
                                "(not logged in)")),
                router);
        return tables;
    }

    private void table(List<Detail> tables, String by, Object expression, boolean router) {
        if (questions.left().compareTo(RESERVE) <= 0) {
            return;
        }
        Questions.Answer answer =
                questions.aggregate(
                        "admin",
                        1,
                        HealthCommands.connections(by, expression, router),
                        LONGEST_READING);
        String title = "Connections by " + by;
        if (answer instanceof Questions.Refused(Lack.Reason reason, int code)) {
            lacks.add(new Lack(title.toLowerCase(Locale.ROOT), reason, code));
        }
        @Nullable Document reply = answer.reply();
        if (reply != null) {
            tables.add(
                    Detail.of(
                            "connections_by_" + by,
                            title,
                            Questions.rows(reply).stream().map(row -> row(by, row)).toList()));
        }
    }

    private static Map<String, @Nullable Object> row(String by, Document counted) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put(by, counted.get(by) == null ? null : counted.get(by).toString());
        row.put("connections", Numbers.at(counted, "connections"));
        row.put("active", Numbers.at(counted, "active"));
        return row;
    }

    /// What the profiler of each database has, where it is on.
    ///
    /// @param databases rows with the databases' names
    Detail slowOperations(List<Map<String, @Nullable Object>> databases) {
        var slow = new SlowOperations();
        for (Map<String, @Nullable Object> row :
                databases.stream().limit(MOST_DATABASES).toList()) {
            if (questions.left().compareTo(RESERVE) <= 0) {
                break;
            }
            Questions.Answer answer =
                    questions.ask(
                            String.valueOf(row.get("database")),
                            HealthCommands.profile(),
                            LONGEST_READING);
            if (answer instanceof Questions.Refused(Lack.Reason reason, int code)) {
                lacks.add(new Lack("what the profiler wrote down", reason, code));
                break;
            }
            if (answer.reply() != null) {
                slow.add(Questions.rows(answer.reply()));
            }
        }
        return Detail.of("slow_operations", "Slow operations (profiler)", slow.rows());
    }
}
