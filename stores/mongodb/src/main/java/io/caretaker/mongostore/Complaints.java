package io.caretaker.mongostore;

import io.caretaker.core.document.FieldProblem;
import io.caretaker.core.document.Fields;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is wrong with documents that other programs wrote: told once for as long as it is so.
/// Thread-safe.
final class Complaints {
    private static final Logger LOG = LoggerFactory.getLogger("store");

    private static final int MOST_MET = 100;

    private final Set<String> met = new LinkedHashSet<>();
    private Set<String> known = Set.of();
    private List<String> lasting = List.of();

    /// What is wrong since the store was opened and stays so.
    synchronized void lasting(List<String> refused) {
        lasting = List.copyOf(refused);
        lasting.forEach(Complaints::warn);
    }

    /// All that is wrong now.
    synchronized void now(List<String> found) {
        found.stream().filter(each -> !known.contains(each)).distinct().forEach(Complaints::warn);
        known = new LinkedHashSet<>(found);
    }

    /// One that was met where not all are looked at: it is remembered, up to a hundred.
    synchronized void also(String complaint) {
        if (met.size() < MOST_MET && met.add(complaint)) {
            warn(complaint);
        }
    }

    synchronized List<String> all() {
        return Stream.of(lasting, known, met).flatMap(Collection::stream).toList();
    }

    /// What is wrong with the fields, in one text.
    static String of(Fields fields) {
        return fields.problems().stream().map(FieldProblem::line).collect(Collectors.joining("; "));
    }

    private static void warn(String complaint) {
        LOG.atWarn().addKeyValue("reason", complaint).log("a document of the store is left out");
    }
}
