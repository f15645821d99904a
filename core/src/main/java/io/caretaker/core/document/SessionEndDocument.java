package io.caretaker.core.document;

import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.EndAnswer;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Ending sessions by hand as documents.
public final class SessionEndDocument {
    private SessionEndDocument() {}

    /// What would be ended.
    ///
    /// @param at when the sessions were looked at
    public static Map<String, @Nullable Object> rehearsed(
            String serviceId, EndMethod method, List<DatabaseSession> sessions, Instant at) {
        Map<String, @Nullable Object> document = head(serviceId, method, at, true);
        document.put(
                "sessions", sessions.stream().map(each -> SessionDocument.of(each, at)).toList());
        return document;
    }

    /// What came of it.
    ///
    /// @param at when the sessions were looked at
    public static Map<String, @Nullable Object> done(
            String serviceId, EndMethod method, List<EndAnswer> answers, Instant at) {
        Map<String, @Nullable Object> document = head(serviceId, method, at, false);
        document.put("sessions", answers.stream().map(each -> answer(each, method, at)).toList());
        return document;
    }

    private static Map<String, @Nullable Object> head(
            String serviceId, EndMethod method, Instant at, boolean dry) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("service_id", serviceId);
        document.put("method", method.name().toLowerCase(Locale.ROOT));
        document.put("dry_run", dry);
        document.put("at", at);
        return document;
    }

    private static Map<String, @Nullable Object> answer(
            EndAnswer answer, EndMethod method, Instant at) {
        Map<String, @Nullable Object> document = SessionDocument.of(answer.session(), at);
        document.put(
                "result",
                switch (answer.reply()) {
                    case EndReply.Done _ -> method == EndMethod.CANCEL ? "cancelled" : "terminated";
                    case EndReply.Gone _ -> "gone";
                    case EndReply.Denied _ -> "denied";
                    case EndReply.StillThere _ -> "still_there";
                    case EndReply.Failed _ -> "failed";
                });
        document.put("message", answer.reply().words(method));
        document.put("hint", answer.hint());
        return document;
    }
}
