package io.caretaker.channels.email;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Subjects that keep a thread together in clients which look at them: what comes later is an
/// answer with the first mail's words, and only the mark in brackets changes. Such clients leave
/// marks out when they compare. What was said first is remembered for a while and not over a
/// restart; then references alone hold the thread. Thread-safe.
///
/// Source: RFC 5256 (2.1, base subject).
final class Subjects {
    private static final int MOST = 1_000;
    private static final Pattern MARKED = Pattern.compile("(\\[[^\\[\\]]*\\]) *(\\S.*)");

    private final Map<String, String> first = new LinkedHashMap<>();

    /// The subject of a message, which is remembered when it begins a thread.
    ///
    /// @param threads that it belongs to; none when it begins one
    synchronized String of(String id, String title, List<String> threads) {
        if (threads.isEmpty()) {
            first.putIfAbsent(id, title);
            if (first.size() > MOST) {
                first.remove(first.keySet().iterator().next());
            }
            return title;
        }
        return "Re: " + answer(title, first.getOrDefault(threads.getFirst(), title));
    }

    private static String answer(String title, String before) {
        Matcher now = MARKED.matcher(title);
        Matcher then = MARKED.matcher(before);
        return now.matches() && then.matches() ? now.group(1) + " " + then.group(2) : title;
    }
}
