package io.caretaker.core.session;

/// What came of ending one session, or its query.
///
/// @param session as it was when it was looked at
public record EndAnswer(DatabaseSession session, EndReply reply) {

    /// Whether it is as the person wanted it.
    public boolean well() {
        return reply instanceof EndReply.Done || reply instanceof EndReply.Gone;
    }

    /// What would help; empty when nothing is known.
    public String hint() {
        return reply instanceof EndReply.Denied denied ? denied.hint() : "";
    }
}
