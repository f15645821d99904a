package io.caretaker.web.database;

import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.EndMethod;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A session as a form carries it, so that what is ended is what a person has seen and not what has
/// come in its place. Pure.
///
/// @param id as the server numbers it
/// @param seen when it began, and for a query since when it is in its state
record SessionToken(String id, String seen) {
    private static final Pattern TEXT = Pattern.compile("(.+)@([^@]*)", Pattern.DOTALL);

    static SessionToken of(DatabaseSession session, EndMethod method) {
        String state = method == EndMethod.CANCEL ? "/" + session.stateSince() : "";
        return new SessionToken(session.id(), session.key().startedAt() + state);
    }

    static SessionToken read(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? new SessionToken(matcher.group(1), matcher.group(2))
                : new SessionToken(text, "");
    }

    @Override
    public String toString() {
        return id + "@" + seen;
    }
}
