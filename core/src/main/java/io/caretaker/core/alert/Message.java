package io.caretaker.core.alert;

import io.caretaker.core.inventory.Severity;
import java.time.Instant;
import java.util.List;
import java.util.function.ToIntFunction;

/// One message to one channel: what is new of one or many alerts. Holds no secret and no row of
/// anyone's data.
///
/// @param id unique (`n-5b1c…`); the same when it is tried again
/// @param severity the worst of its lines
/// @param said the most urgent of what its lines say: firing before the rest
/// @param title one plain sentence for all of it
/// @param lines the worst first; at least one
/// @param more how many alerts were left out of `lines`
public record Message(
        String id,
        String channel,
        Instant at,
        Said said,
        Severity severity,
        String title,
        List<MessageLine> lines,
        int more) {
    public Message {
        lines = List.copyOf(lines);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("a message needs a line");
        }
    }

    /// The messages that told its alerts first, without itself, in the order of the lines.
    public List<String> threads() {
        return lines.stream()
                .map(MessageLine::thread)
                .filter(each -> !each.equals(id))
                .distinct()
                .toList();
    }

    /// Whether it says nothing but what the channel was told before and still holds.
    public boolean repeats() {
        return lines.stream()
                .allMatch(line ->
                        line.said() != Said.RESOLVED
                                && line.said() != Said.EVENT
                                && !line.thread().equals(id));
    }

    /// The same with its first line alone and the others as a count: enough for a history.
    public Message brief() {
        return new Message(
                id,
                channel,
                at,
                said,
                severity,
                title,
                lines.subList(0, 1),
                more + lines.size() - 1);
    }

    /// The same with the number of alerts that still fire in the thread of each line.
    Message counted(ToIntFunction<String> open) {
        return new Message(
                id,
                channel,
                at,
                said,
                severity,
                title,
                lines.stream().map(line -> line.counted(open.applyAsInt(line.thread()))).toList(),
                more);
    }
}
