package io.caretaker.bench;

import java.util.List;
import java.util.Locale;

/// How much throughput is lost, by pairs of measurements that stand beside each other. Pure.
///
/// @param mean percent
/// @param error standard error of the mean, in percent
/// @param median percent
record PairedLoss(double mean, double error, double median) {

    /// @param losses percent, one for each pair; at least one
    static PairedLoss of(List<Double> losses) {
        int count = losses.size();
        double mean = losses.stream().mapToDouble(each -> each).average().orElseThrow();
        double squares = losses.stream().mapToDouble(each -> Math.pow(each - mean, 2)).sum();
        List<Double> sorted = losses.stream().sorted().toList();
        return new PairedLoss(
                mean,
                Math.sqrt(squares / Math.max(1, count - 1) / count),
                (sorted.get((count - 1) / 2) + sorted.get(count / 2)) / 2);
    }

    String words() {
        return String.format(
                Locale.ROOT,
                "throughput lost: mean %.2f %% ± %.2f (standard error), median %.2f %%; goal < 1 %%",
                mean,
                error,
                median);
    }
}
