package io.caretaker.web.database;

import io.caretaker.core.inventory.Care;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndRules;
import io.caretaker.core.session.SessionState;
import io.caretaker.web.page.Amounts;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One session in a list. Pure.
///
/// @param look the class of its state: `good`, `doubt`, `bad` or `unknown`
/// @param age how long it is in its state, or its query runs
/// @param transaction how long its transaction is open; empty outside of one
/// @param waits what it waits for and how long; empty when it does not
/// @param query the normalised text of its query; empty when it cannot be seen
/// @param kept why it cannot be ended; empty when it can
public record SessionRow(
        String id,
        String user,
        String application,
        String client,
        String database,
        String state,
        String look,
        String age,
        String transaction,
        String waits,
        int blocks,
        String query,
        String kept) {
    private static final int SHORT = 90;
    private static final Duration LONG_IDLE = Duration.ofSeconds(30);

    /// @param blocks how many sessions wait for it directly
    static SessionRow of(DatabaseSession session, Care care, int blocks, Instant now) {
        boolean idleInTransaction = session.state().idleInTransaction();
        return new SessionRow(
                session.id(),
                text(session.user(), session.kind().words()),
                text(session.application(), ""),
                text(session.client(), ""),
                text(session.database(), ""),
                session.state().words(),
                look(session, care, blocks, now),
                session.bare() ? "" : age(session.age(now)),
                session.transactionSince() == null || session.state() == SessionState.IDLE
                        ? ""
                        : age(session.transactionAge(now)),
                waits(session, now),
                blocks,
                text(session.query(), idleInTransaction ? "nothing runs" : ""),
                kept(session, care));
    }

    static String age(Duration age) {
        return age.toMillis() < 1000 ? age.toMillis() + " ms" : Amounts.duration(age);
    }

    private static String text(@Nullable String text, String otherwise) {
        return Objects.requireNonNullElse(text, otherwise);
    }

    private static String look(DatabaseSession session, Care care, int blocks, Instant now) {
        if (blocks > 0) {
            return "bad";
        }
        boolean idleLong =
                session.state().idleInTransaction() && session.age(now).compareTo(LONG_IDLE) >= 0;
        boolean runsLong =
                session.state() == SessionState.ACTIVE
                        && session.age(now).compareTo(care.longQuery()) >= 0;
        if (session.blocked() || idleLong || runsLong) {
            return "doubt";
        }
        return session.state() == SessionState.ACTIVE ? "good" : "unknown";
    }

    private static String waits(DatabaseSession session, Instant now) {
        if (!session.blocked()) {
            return text(session.state() == SessionState.ACTIVE ? session.waitsFor() : null, "");
        }
        return "for "
                + String.join(", ", session.blockedBy())
                + (session.lockWaitSince() == null ? "" : ", " + age(session.lockWait(now)));
    }

    private static String kept(DatabaseSession session, Care care) {
        String objection =
                EndRules.objection(session, EndMethod.TERMINATE, care.protection(), false);
        return objection == null ? "" : objection;
    }

    /// The beginning of the query.
    public String brief() {
        String line = query.replaceAll("\\s+", " ").strip();
        return line.length() <= SHORT ? line : line.substring(0, SHORT) + "…";
    }

    /// Whether there is more of the query than its beginning.
    public boolean more() {
        return query.replaceAll("\\s+", " ").strip().length() > SHORT;
    }

    /// Whose it is, in a few words: `anna, psql`.
    public String who() {
        return application.isEmpty() ? user : user + ", " + application;
    }
}
