package io.caretaker.mongostore;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is wrong with documents that other programs wrote: told once for as long as it is so.
/// Thread-safe.
final class Complaints {
    private static final Logger LOG = LoggerFactory.getLogger("store");

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

    synchronized List<String> all() {
        return java.util.stream.Stream.concat(lasting.stream(), known.stream()).toList();
    }

    private static void warn(String complaint) {
        LOG.atWarn().addKeyValue("reason", complaint).log("a document of the store is left out");
    }
}
