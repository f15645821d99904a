package io.caretaker.web.live;

/// One event of a stream.
///
/// Source: HTML Living Standard, section 9.2 (server-sent events).
///
/// @param name its type, one word
/// @param text what it says; may have several lines
public record LiveEvent(String name, String text) {
    /// What tells a listener that it has missed something and must read everything anew.
    public static final LiveEvent RELOAD = new LiveEvent("reload", "{}");

    /// As it is sent, with the empty line at its end.
    void write(StringBuilder out) {
        out.append("event: ").append(name).append('\n');
        text.lines().forEach(line -> out.append("data: ").append(line).append('\n'));
        if (text.isEmpty()) {
            out.append("data:\n");
        }
        out.append('\n');
    }
}
