package io.caretaker.cli.config;

import io.caretaker.core.document.Fields;
import io.caretaker.core.document.NearestWord;
import io.caretaker.core.health.MetricNames;

/// Refuses a threshold for a metric that does not exist: it would never be judged, and nobody would
/// notice. What is stored already is not refused.
final class ThresholdNames {
    private ThresholdNames() {}

    /// @param fields what has a `care` below it
    static void check(Fields fields) {
        if (!fields.has("care")) {
            return;
        }
        Fields care = fields.object("care");
        Fields thresholds = care.object("thresholds");
        // What is asked for nowhere counts as unknown, and these are not the fields that are read.
        care.given().keySet().forEach(care::has);
        thresholds.given().keySet().forEach(thresholds::has);
        for (String metric : thresholds.given().keySet()) {
            if (!MetricNames.known().contains(metric)) {
                String hint =
                        NearestWord.to(metric, MetricNames.known())
                                .map(near -> "did you mean '" + near + "'?")
                                .orElse("docs/reference/metrics.md lists the metrics");
                thresholds.problem(metric, "there is no metric of this name", hint);
            }
        }
    }
}
