package io.caretaker.web.access;

import io.caretaker.web.http.Access;
import io.caretaker.web.http.Caller;
import io.caretaker.web.http.Gate;
import io.caretaker.web.http.Refusal;
import io.caretaker.web.http.Request;
import java.util.List;

/// Lets in who connects from this machine to a name of this machine, and nobody else.
public final class LocalGate implements Gate {
    private static final List<String> NAMES = List.of("127.0.0.1", "localhost", "[::1]");

    @Override
    public Caller admit(Request request, Access demanded) {
        String host = request.header("host").orElse("").replaceFirst(":[0-9]+$", "");
        boolean local = request.remote().getAddress().isLoopbackAddress() && NAMES.contains(host);
        if (!local && demanded != Access.OPEN) {
            throw new Refusal(401, "a token is needed", "");
        }
        boolean foreign =
                !request.method().safe()
                        && request.header("origin")
                                .map(origin ->
                                        !origin.equals(
                                                "http://" + request.header("host").orElse("")))
                                .orElse(false);
        if (foreign) {
            throw new Refusal(403, "another site may not send this", "");
        }
        return local ? new Caller("local", Access.ADMIN, Caller.Origin.LOCAL, "") : Caller.NOBODY;
    }
}
