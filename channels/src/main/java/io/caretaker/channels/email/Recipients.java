package io.caretaker.channels.email;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who has a mail already, though others wait for it or nobody waited for the end. Remembered for a
/// while and not over a restart: then a mail may come twice, with the same Message-ID. Thread-safe.
final class Recipients {
    private static final int MOST = 1_000;

    private final Map<String, Set<String>> took = new LinkedHashMap<>();

    synchronized List<String> missing(String message, List<String> all) {
        Set<String> done = took.getOrDefault(message, Set.of());
        return all.stream().filter(each -> !done.contains(each)).toList();
    }

    synchronized void took(String message, List<String> recipients) {
        if (!recipients.isEmpty()) {
            took.computeIfAbsent(message, _ -> new HashSet<>()).addAll(recipients);
            if (took.size() > MOST) {
                took.remove(took.keySet().iterator().next());
            }
        }
    }
}
