package io.caretaker.web.live;

import io.caretaker.web.http.Access;
import io.caretaker.web.http.Gate;
import io.caretaker.web.http.Refusal;
import io.caretaker.web.http.Request;

/// Says whether whoever sent a request long ago may still hear its answer: a session may have ended
/// since, a token may have been revoked. Thread-safe.
@FunctionalInterface
public interface StillAllowed {
    boolean allowed(Request request, Access demanded);

    /// Asks the gate as if the request came now.
    static StillAllowed by(Gate gate) {
        return (request, demanded) -> {
            try {
                return gate.recognise(request).access().includes(demanded);
            } catch (Refusal _) {
                return false;
            }
        };
    }
}
