package io.caretaker.server.tell;

import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.Notice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Notices that wait to be looked at, in their order. Of a condition only what matters is kept:
/// saying the same again replaces what was said before, and of much coming and going the first and
/// the last remain, so that memory is bounded by the number of problems. Not thread-safe.
final class NoticeQueue {
    private static final int MOST_CHANGES = 3;
    private static final int MOST_EVENTS = 10;

    private final Map<AlertKey, List<Numbered>> byKey = new HashMap<>();
    private long next;

    private record Numbered(long number, Notice notice) {}

    void add(Notice notice) {
        var numbered = new Numbered(next++, notice);
        List<Numbered> known = byKey.computeIfAbsent(notice.key(), _ -> new ArrayList<>(1));
        if (notice.kind() == Notice.Kind.NOTED) {
            known.add(numbered);
            if (known.size() > MOST_EVENTS) {
                known.removeFirst();
            }
        } else {
            addChange(known, numbered);
        }
    }

    private static void addChange(List<Numbered> known, Numbered newest) {
        if (!known.isEmpty() && known.getLast().notice.kind() == newest.notice.kind()) {
            // Its place in the order stays: it was there since then.
            known.set(known.size() - 1, new Numbered(known.getLast().number, newest.notice));
            return;
        }
        known.add(newest);
        if (known.size() > MOST_CHANGES) {
            // They alternate: without a pair in the middle the ends still fit.
            known.subList(1, 3).clear();
        }
    }

    /// Takes all of them.
    List<Notice> take() {
        List<Notice> all =
                byKey.values().stream()
                        .flatMap(List::stream)
                        .sorted(Comparator.comparingLong(Numbered::number))
                        .map(Numbered::notice)
                        .toList();
        byKey.clear();
        return all;
    }

    boolean isEmpty() {
        return byKey.isEmpty();
    }

    /// Whether something about the problem waits.
    boolean holds(AlertKey key) {
        return byKey.containsKey(key);
    }
}
