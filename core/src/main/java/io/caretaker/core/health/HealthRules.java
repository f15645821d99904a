package io.caretaker.core.health;

import io.caretaker.core.check.Metrics;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Judges metrics by thresholds. Pure.
///
/// The score begins at 100 and loses [#WARNING_COSTS] for each warning and [#CRITICAL_COSTS] for
/// each critical alert, down to 0. A server that cannot be reached has 0.
public final class HealthRules {
    public static final int WARNING_COSTS = 10;
    public static final int CRITICAL_COSTS = 25;
    private static final int BEST = 100;

    /// A replica that is gone has no lag any more, and a disk that no longer fills has no end.
    private static final int MOST_MISSED = 3;

    private HealthRules() {}

    /// What is remembered of one metric between two looks.
    ///
    /// @param status what is told of it
    /// @param since when the present excess began; null while there is none
    /// @param pending how bad it is when that is worse than what is told and has not lasted yet
    /// @param pendingSince since when
    /// @param alert the newest while one is in force
    /// @param missed in how many looks in a row the metric was missing
    record Memory(
            HealthStatus status,
            @Nullable Instant since,
            HealthStatus pending,
            @Nullable Instant pendingSince,
            @Nullable HealthAlert alert,
            int missed) {
        static final Memory GOOD = settled(HealthStatus.HEALTHY, null);

        /// Without anything pending.
        static Memory settled(HealthStatus status, @Nullable Instant since) {
            return new Memory(status, since, HealthStatus.HEALTHY, null, null, 0);
        }

        Memory with(@Nullable HealthAlert newAlert) {
            return new Memory(status, since, pending, pendingSince, newAlert, missed);
        }

        /// After a look without the metric: what was pending begins anew, and an alert is over when
        /// there was nothing to see too often.
        Memory unseen() {
            return missed + 1 >= MOST_MISSED
                    ? GOOD
                    : new Memory(status, since, HealthStatus.HEALTHY, null, alert, missed + 1);
        }
    }

    /// What is remembered of a database between two looks. Immutable.
    public static final class Memories {
        public static final Memories NONE = new Memories(Map.of());

        private final Map<String, Memory> byMetric;

        private Memories(Map<String, Memory> byMetric) {
            this.byMetric = Map.copyOf(byMetric);
        }

        Memory of(String metric) {
            return byMetric.getOrDefault(metric, Memory.GOOD);
        }

        /// Whether the metric is past its threshold, for however short a time.
        public boolean past(String metric) {
            Memory memory = of(metric);
            return memory.status != HealthStatus.HEALTHY || memory.pendingSince != null;
        }

        /// Metrics with an alert in force.
        List<String> alerted() {
            return byMetric.keySet().stream()
                    .filter(metric -> of(metric).status != HealthStatus.HEALTHY)
                    .sorted()
                    .toList();
        }
    }

    /// What one of many looks came to.
    ///
    /// @param memories for the next look
    /// @param alerts those in force, the worst first
    /// @param begun those that began, or became worse, with this look
    /// @param over those in force before that are no longer
    public record Judgement(
            Memories memories,
            List<HealthAlert> alerts,
            List<HealthAlert> begun,
            List<String> over) {
        public Judgement {
            alerts = List.copyOf(alerts);
            begun = List.copyOf(begun);
            over = List.copyOf(over);
        }

        public HealthStatus status() {
            return HealthRules.status(alerts);
        }
    }

    /// Judges one look that has no other before it: a threshold need not hold.
    public static List<HealthAlert> once(Metrics metrics, Thresholds thresholds, Instant now) {
        var patient = new HashMap<String, Threshold>();
        thresholds
                .byMetric()
                .forEach((metric, threshold) ->
                        patient.put(metric, threshold.holding(Duration.ZERO)));
        return judge(Memories.NONE, metrics, new Thresholds(patient), now).alerts();
    }

    /// Judges one of many looks. A metric that is missing from this look keeps its alert until it
    /// was missing three times, and its time of being past the threshold begins anew. One that has
    /// no threshold any more is over.
    public static Judgement judge(
            Memories before, Metrics metrics, Thresholds thresholds, Instant now) {
        var memories = new HashMap<String, Memory>();
        var alerts = new ArrayList<HealthAlert>();
        var begun = new ArrayList<HealthAlert>();
        var over = new ArrayList<String>();
        thresholds
                .byMetric()
                .forEach((metric, threshold) -> {
                    Memory known = before.of(metric);
                    Memory next = next(known, metric, metrics, threshold, now);
                    memories.put(metric, next);
                    @Nullable HealthAlert alert = next.alert;
                    if (alert != null) {
                        alerts.add(alert);
                        if (next.status.compareTo(known.status) > 0) {
                            begun.add(alert);
                        }
                    } else if (known.status != HealthStatus.HEALTHY) {
                        over.add(metric);
                    }
                });
        before.alerted().stream()
                .filter(metric -> !memories.containsKey(metric))
                .forEach(over::add);
        alerts.sort((one, other) -> other.severity().compareTo(one.severity()));
        return new Judgement(new Memories(memories), alerts, begun, over);
    }

    private static Memory next(
            Memory known, String metric, Metrics metrics, Threshold threshold, Instant now) {
        Double value = metrics.get(metric);
        if (value == null) {
            return known.unseen();
        }
        Memory next = next(known, value, threshold, now);
        return next.status == HealthStatus.HEALTHY
                ? next
                : next.with(alert(metric, value, threshold, next, now));
    }

    private static Memory next(Memory known, double value, Threshold threshold, Instant now) {
        HealthStatus is = threshold.of(value, known.status);
        if (is.compareTo(known.status) <= 0) {
            Instant since = is == HealthStatus.HEALTHY ? null : known.since;
            return Memory.settled(is, since);
        }
        boolean waited = known.pendingSince != null;
        Instant from = waited ? known.pendingSince : now;
        // What has been bad long enough is told as bad as it is now, however bad it was at first.
        if (from == null || Duration.between(from, now).compareTo(threshold.hold()) >= 0) {
            Instant since = known.since == null ? from : known.since;
            return Memory.settled(is, since);
        }
        return new Memory(known.status, known.since, is, from, null, 0);
    }

    private static HealthAlert alert(
            String metric, double value, Threshold threshold, Memory memory, Instant now) {
        Double limit = threshold.limit(memory.status);
        double reached = limit == null ? value : limit;
        return new HealthAlert(
                metric,
                value,
                reached,
                memory.status,
                sentence(metric, value, reached, threshold.below(), memory.status),
                memory.since == null ? now : memory.since);
    }

    private static String sentence(
            String metric, double value, double limit, boolean below, HealthStatus status) {
        if (MetricNames.flag(metric) && value == 0) {
            return MetricNames.words(metric);
        }
        String word = status == HealthStatus.CRITICAL ? "critical" : "a warning";
        return MetricNames.words(metric)
                + " "
                + (MetricNames.plural(metric) ? "are " : "is ")
                + MetricNames.amount(metric, value)
                + "; "
                + (below ? "down to " : "")
                + MetricNames.amount(metric, limit)
                + " is "
                + word;
    }

    public static HealthStatus status(List<HealthAlert> alerts) {
        return alerts.stream()
                .map(HealthAlert::severity)
                .max(HealthStatus::compareTo)
                .orElse(HealthStatus.HEALTHY);
    }

    /// 0 to 100.
    public static int score(List<HealthAlert> alerts) {
        int costs = 0;
        for (HealthAlert alert : alerts) {
            costs += alert.severity() == HealthStatus.CRITICAL ? CRITICAL_COSTS : WARNING_COSTS;
        }
        return Math.max(0, BEST - costs);
    }

    static String plain(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
