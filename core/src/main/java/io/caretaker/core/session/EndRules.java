package io.caretaker.core.session;

import org.jspecify.annotations.Nullable;

/// Whether a person may end a session that he names. Pure.
public final class EndRules {
    private EndRules() {}

    /// Why it is not ended; null when it is.
    ///
    /// @param force whether the person insists, which puts protection aside but never what cannot
    ///   be done
    public static @Nullable String objection(
            DatabaseSession session, EndMethod method, Protection protection, boolean force) {
        if (session.kind() == SessionKind.PREPARED) {
            @Nullable String way = session.endable();
            return way != null
                    ? way
                    : "a prepared transaction has no session; a person must roll it back or"
                            + " commit it";
        }
        if (method == EndMethod.CANCEL && session.state() == SessionState.IDLE) {
            return "it runs no query that could be cancelled";
        }
        if (method == EndMethod.CANCEL && session.state().idleInTransaction()) {
            return "it runs no query that could be cancelled; only terminating it ends its"
                    + " transaction";
        }
        @Nullable String objection = session.endable();
        if (objection == null && !force) {
            objection = protection.objection(session);
        }
        return objection;
    }

    /// Whether `--force` would change the answer.
    public static boolean forceHelps(
            DatabaseSession session, EndMethod method, Protection protection) {
        return objection(session, method, protection, false) != null
                && objection(session, method, protection, true) == null;
    }
}
