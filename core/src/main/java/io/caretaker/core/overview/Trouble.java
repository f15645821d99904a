package io.caretaker.core.overview;

import io.caretaker.core.alert.AlertRule;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// What is wrong with one service: the first that applies.
enum Trouble {
    DOWN,
    FLAPPING,
    /// Nobody can find out how it is, though somebody was told of it or is asked about it.
    UNKNOWN,
    WARNING,
    /// A metric of a database is past its threshold.
    METRIC;

    private static final Map<Trouble, Set<AlertRule>> RULES = new EnumMap<>(Trouble.class);

    static {
        for (Trouble each : values()) {
            RULES.put(each, Collections.unmodifiableSet(rules(each)));
        }
    }

    /// The alerts that tell of it.
    Set<AlertRule> rules() {
        return RULES.getOrDefault(this, Set.of());
    }

    private static Set<AlertRule> rules(Trouble trouble) {
        return switch (trouble) {
            case DOWN ->
                    EnumSet.of(
                            AlertRule.SERVICE_DOWN,
                            AlertRule.SERVICE_FLAPPING,
                            AlertRule.RECOVERY_HELD,
                            AlertRule.RECOVERY_GAVE_UP,
                            AlertRule.APPROVAL_WANTED);
            case FLAPPING ->
                    EnumSet.of(
                            AlertRule.SERVICE_FLAPPING,
                            AlertRule.SERVICE_WARNING,
                            AlertRule.METRIC);
            case UNKNOWN ->
                    EnumSet.of(
                            AlertRule.SERVICE_UNKNOWN,
                            AlertRule.CHECK_STALE,
                            AlertRule.SERVICE_DOWN,
                            AlertRule.RECOVERY_HELD,
                            AlertRule.RECOVERY_GAVE_UP,
                            AlertRule.APPROVAL_WANTED);
            case WARNING -> EnumSet.of(AlertRule.SERVICE_WARNING, AlertRule.METRIC);
            case METRIC -> EnumSet.of(AlertRule.METRIC);
        };
    }

    /// Whether a service that is needed and down explains it.
    boolean explainable() {
        return this != METRIC;
    }

    /// The rules that some trouble speaks for; an alert of any other rule is a problem of its own.
    static Set<AlertRule> spokenFor() {
        var all = EnumSet.noneOf(AlertRule.class);
        for (Trouble each : values()) {
            all.addAll(each.rules());
        }
        return all;
    }
}
