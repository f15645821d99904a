package io.caretaker.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.mongodb.StatusField.Kind;
import io.caretaker.mongodb.StatusField.Server;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The table of numbers against every reply of a real server that there is.
final class StatusFieldsTest {
    /// @param cut what whoever published the reply has taken out of it, by the beginning of paths
    record Recording(String name, Server server, List<String> cut) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Recording> recordings() {
        return Stream.of(
                new Recording(
                        "serverStatus-4.0.25",
                        new Server(400, false, true, false, false),
                        List.of(
                                "metrics.queryExecutor",
                                "metrics.operation",
                                "metrics.ttl",
                                "metrics.cursor",
                                "metrics.repl",
                                "extra_info",
                                "wiredTiger")),
                new Recording(
                        "serverStatus-4.0.25-cut",
                        new Server(400, false, true, true, false),
                        List.of(
                                "uptime",
                                "metrics.document",
                                "metrics.queryExecutor",
                                "metrics.operation",
                                "metrics.ttl",
                                "metrics.repl",
                                "wiredTiger")),
                new Recording(
                        "serverStatus-4.1.13-edited",
                        new Server(401, false, true, false, false),
                        List.of(
                                "opLatencies",
                                "transactions",
                                "wiredTiger.cache.application threads",
                                "wiredTiger.log")),
                new Recording(
                        "serverStatus-4.2.8", new Server(402, false, true, true, false), List.of()),
                new Recording(
                        "serverStatus-5.0.31-mongos",
                        new Server(500, true, false, false, true),
                        List.of()),
                new Recording(
                        "serverStatus-6.0.9", new Server(600, false, true, true, true), List.of()));
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void every_number_that_is_used_is_found_or_declared_absent(Recording recording) {
        Document status = Recorded.reply(recording.name());

        for (StatusField field : StatusFields.ALL) {
            @Nullable Double value = field.in(status);
            if (!field.where().in(recording.server())) {
                assertThat(value).as("%s is declared absent", field.name()).isNull();
            } else if (value == null) {
                assertThat(field.paths())
                        .as("%s is not there and not declared absent", field.name())
                        .anyMatch(path -> cut(recording, String.join(".", path)));
            }
        }
    }

    private static boolean cut(Recording recording, String path) {
        return recording.cut().stream().anyMatch(path::startsWith);
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void what_is_said_to_be_cut_is_missing(Recording recording) {
        Document status = Recorded.reply(recording.name());

        assertThat(recording.cut())
                .allSatisfy(cut ->
                        assertThat(StatusFields.ALL)
                                .as(cut)
                                .anyMatch(field ->
                                        field.where().in(recording.server())
                                                && field.in(status) == null
                                                && field.paths().stream()
                                                        .anyMatch(path ->
                                                                String.join(".", path)
                                                                        .startsWith(cut))));
    }

    @Test
    void names_are_unique() {
        assertThat(StatusFields.ALL).extracting(StatusField::name).doesNotHaveDuplicates();
    }

    @Test
    void no_number_is_read_in_vain() {
        Map<String, Double> all = metrics("");

        assertThat(StatusFields.ALL)
                .filteredOn(field -> !field.name().equals("uptime_millis"))
                .allSatisfy(field ->
                        assertThat(metrics(field.name())).as(field.name()).isNotEqualTo(all));
    }

    /// Of a server that has worked for an hour and does not tell one of its numbers.
    private static Map<String, Double> metrics(String hidden) {
        var recollection = new Recollection();
        recollection.take(sample(1, hidden), 0);
        return recollection.take(sample(2, hidden), 0).values();
    }

    private static StatusSample sample(int hour, String hidden) {
        Map<Kind, Map<String, Double>> values = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            values.put(kind, new LinkedHashMap<>());
        }
        for (StatusField field : StatusFields.ALL) {
            if (!field.name().equals(hidden)) {
                values.getOrDefault(field.kind(), Map.of()).put(field.name(), 5000.0 * hour);
            }
        }
        return new StatusSample(
                3000.0 * hour,
                values.getOrDefault(Kind.GAUGE, Map.of()),
                values.getOrDefault(Kind.COUNTER, Map.of()),
                values.getOrDefault(Kind.FACT, Map.of()));
    }

    @Test
    void both_layouts_of_tickets_and_checkpoints_are_read() {
        var old =
                Document.parse(
                        """
                        {"wiredTiger": {
                          "concurrentTransactions": {
                            "read": {"out": 3, "available": 125, "totalTickets": 128},
                            "write": {"out": 64, "available": 64, "totalTickets": 128}},
                          "transaction": {"transaction checkpoint most recent time (msecs)": 250}}}
                        """);
        var recent =
                Document.parse(
                        """
                        {"queues": {"execution": {
                            "read": {"out": 3, "available": 125, "totalTickets": 128,
                                     "normalPriority": {"queueLength": 7}},
                            "write": {"out": 64, "available": 64, "totalTickets": 128}}},
                         "wiredTiger": {
                          "checkpoint": {"most recent time (msecs)": 250}}}
                        """);

        for (Document status : List.of(old, recent)) {
            var metrics = StatusMetrics.of(StatusSample.of(status), null, 0);
            assertThat(metrics.get("read_tickets_available")).isEqualTo(125.0);
            assertThat(metrics.get("write_tickets_used_percent")).isEqualTo(50.0);
            assertThat(metrics.get("checkpoint_time_s")).isEqualTo(0.25);
        }
    }
}
