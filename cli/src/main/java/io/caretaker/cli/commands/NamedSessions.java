package io.caretaker.cli.commands;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The words `[NAME] PID...`: which database, and which of its sessions. Pure.
///
/// @param database null when none was named
/// @param ids as the server says them; empty when no session was named
record NamedSessions(@Nullable String database, List<String> ids) {
    private static final String NUMBER = "-?[0-9]+";
    private static final String UUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

    /// Numbers as most servers count sessions, and the forms that are none: `prepared:7`,
    /// `cursor:7`, `shard:7` of a mongos, `conn7`, and the UUID of a logical session, with its
    /// shard or not.
    private static final Pattern ID =
            Pattern.compile(
                    "(?:[^/\\s:]+:)?(?:" + NUMBER + "|" + UUID + ")|conn[0-9]+",
                    Pattern.CASE_INSENSITIVE);

    NamedSessions {
        ids = List.copyOf(ids);
    }

    /// Reads the words.
    ///
    /// @param words at least one
    /// @param known whether a service has that name; it goes before an id of the same form, unless
    ///   that is a number
    static NamedSessions of(List<String> words, Predicate<String> known) {
        String first = words.getFirst();
        boolean number = first.matches("[0-9]+");
        boolean session = number || (ID.matcher(first).matches() && !known.test(first));
        return session
                ? new NamedSessions(null, words)
                : new NamedSessions(first, words.subList(1, words.size()));
    }
}
