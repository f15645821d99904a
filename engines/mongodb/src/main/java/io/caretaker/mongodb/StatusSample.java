package io.caretaker.mongodb;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// What one `serverStatus` reply said. Immutable.
///
/// @param at seconds since the server's start, by its own clock
/// @param gauges metrics as they are
/// @param counters sums since the server's start
/// @param facts what is told only together with others
record StatusSample(
        double at,
        Map<String, Double> gauges,
        Map<String, Double> counters,
        Map<String, Double> facts) {
    static final String FAILED_LOG_INS = "failed_logins";
    private static final double MILLIS = 1000;

    StatusSample {
        gauges = Collections.unmodifiableMap(new LinkedHashMap<>(gauges));
        counters = Map.copyOf(counters);
        facts = Map.copyOf(facts);
    }

    static StatusSample of(Document status) {
        var gauges = new LinkedHashMap<String, Double>();
        var counters = new LinkedHashMap<String, Double>();
        var facts = new LinkedHashMap<String, Double>();
        for (StatusField field : StatusFields.ALL) {
            @Nullable Double value = field.in(status);
            if (value != null) {
                Map<String, Double> place =
                        switch (field.kind()) {
                            case GAUGE -> gauges;
                            case COUNTER -> counters;
                            case FACT -> facts;
                        };
                place.put(field.name(), value);
            }
        }
        @Nullable Double failed = failedLogIns(status);
        if (failed != null) {
            counters.put(FAILED_LOG_INS, failed);
        }
        double millis = counters.getOrDefault("uptime_millis", Double.NaN);
        double at =
                Double.isNaN(millis)
                        ? gauges.getOrDefault("uptime_seconds", Double.NaN)
                        : millis / MILLIS;
        return new StatusSample(at, gauges, counters, facts);
    }

    /// Log-ins that failed since the server's start, of all mechanisms (4.4 and newer).
    ///
    /// `authenticate` counts each attempt, `speculativeAuthenticate` those of them that came along
    /// with a client's first word. An unknown user fails by both one after the other, a wrong
    /// password by one alone; so the larger of both kinds never counts a log-in twice.
    private static @Nullable Double failedLogIns(Document status) {
        Document security = status.get("security") instanceof Document found ? found : null;
        Document all =
                security != null && security.get("authentication") instanceof Document found
                        ? found
                        : null;
        if (all == null || !(all.get("mechanisms") instanceof Document mechanisms)) {
            return null;
        }
        double failed =
                mechanisms.values().stream()
                        .filter(Document.class::isInstance)
                        .map(mechanism -> failed((Document) mechanism))
                        .filter(Objects::nonNull)
                        .mapToDouble(Double::doubleValue)
                        .sum();
        return Math.max(0, failed - fallbacks(mechanisms));
    }

    /// Clients guess that an account knows SCRAM-SHA-256. Where it knows only SCRAM-SHA-1, as those
    /// made before 4.0 do, the guess fails each time and the log-in that follows succeeds. The two
    /// cannot be told to belong together, so no more failed guesses are forgiven than such log-ins.
    ///
    /// Source: MongoDB server, `jstests/auth/speculative-sasl-start.js` (4.4 to 8.0).
    private static double fallbacks(Document mechanisms) {
        @Nullable Document old =
                mechanisms.get("SCRAM-SHA-1") instanceof Document found ? found : null;
        @Nullable Document young =
                mechanisms.get("SCRAM-SHA-256") instanceof Document found ? found : null;
        @Nullable Double logIns = Numbers.at(old, "authenticate", "successful");
        @Nullable Double guessed = Numbers.at(old, "speculativeAuthenticate", "successful");
        @Nullable Double guesses = Numbers.at(young, "speculativeAuthenticate", "received");
        @Nullable Double good = Numbers.at(young, "speculativeAuthenticate", "successful");
        return logIns == null || guessed == null || guesses == null || good == null
                ? 0
                : Math.max(0, Math.min(logIns - guessed, guesses - good));
    }

    private static @Nullable Double failed(Document mechanism) {
        @Nullable Double received = Numbers.at(mechanism, "authenticate", "received");
        @Nullable Double successful = Numbers.at(mechanism, "authenticate", "successful");
        if (received == null || successful == null) {
            return null;
        }
        @Nullable Double early = Numbers.at(mechanism, "speculativeAuthenticate", "received");
        @Nullable Double good = Numbers.at(mechanism, "speculativeAuthenticate", "successful");
        double speculative = early == null || good == null ? 0 : early - good;
        return Math.max(0, Math.max(speculative, received - successful - speculative));
    }

    double gauge(String name) {
        return gauges.getOrDefault(name, Double.NaN);
    }

    double counter(String name) {
        return counters.getOrDefault(name, Double.NaN);
    }

    double fact(String name) {
        return facts.getOrDefault(name, Double.NaN);
    }

    /// By how much a counter has grown since the sample before; not a number when it is not known,
    /// went back, or the server was started anew.
    double growth(String counter, StatusSample before) {
        double growth = counter(counter) - before.counter(counter);
        return at > before.at && growth >= 0 ? growth : Double.NaN;
    }
}
