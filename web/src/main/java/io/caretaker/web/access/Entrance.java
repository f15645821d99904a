package io.caretaker.web.access;

import io.caretaker.core.audit.AuditLog;
import io.caretaker.core.check.Ticker;
import io.caretaker.web.http.Caller;
import io.caretaker.web.http.Gate;
import io.caretaker.web.http.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/// Where people and programs come in: tokens, browsers that log in and out, and the gate that lets
/// them pass. Thread-safe.
public final class Entrance implements AutoCloseable {
    private final Tokens tokens;
    private final Sessions sessions;
    private final Attempts attempts;
    private final AccessAudit audit;
    private final AccessGate gate;
    private final List<String> listen;

    /// @param state the state directory
    /// @param listen hosts that are listened on
    public Entrance(
            Path state,
            AccessSettings settings,
            List<String> listen,
            Supplier<AuditLog> log,
            InstantSource clock,
            Ticker ticker) {
        this.tokens = new Tokens(new TokenFile(state), new LastUses(state), clock);
        this.sessions = new Sessions(new SessionFile(state), tokens, clock);
        this.attempts = new Attempts(ticker);
        this.audit = new AccessAudit(log, clock, ticker);
        this.listen = List.copyOf(listen);
        this.gate = new AccessGate(tokens, sessions, attempts, audit, new LocalUsers());
        use(settings);
    }

    /// Lets others in from now on.
    public void use(AccessSettings settings) {
        gate.use(settings, new HostNames(settings.hosts(), listen));
    }

    public Gate gate() {
        return gate;
    }

    /// What becomes of a log-in.
    public sealed interface LogIn {
        /// The browser is let in.
        ///
        /// @param cookie for its header `Set-Cookie`
        record Done(String cookie) implements LogIn {
            /// Shows no cookie.
            @Override
            public String toString() {
                return "logged in";
            }
        }

        /// The token is worth nothing.
        record Unknown() implements LogIn {}

        /// No token can be checked.
        record Impossible() implements LogIn {}

        /// The address has tried too often.
        record TooOften(Duration pause) implements LogIn {}
    }

    /// Logs a browser in.
    ///
    /// @param remembered whether it stays logged in when it is closed
    public LogIn logIn(Request request, String secret, boolean remembered) {
        Client client = gate.client(request);
        Duration pause = attempts.pause(client.address());
        if (!pause.isZero()) {
            return new LogIn.TooOften(pause);
        }
        if (tokens.problem() != null) {
            return new LogIn.Impossible();
        }
        Token token = tokens.shown(secret.strip());
        if (token == null) {
            audit.failed(client, attempts.failed(client.address()));
            return new LogIn.Unknown();
        }
        attempts.succeeded(client.address());
        // Whoever had this browser before is logged out.
        Cookies.session(request, client.secure()).ifPresent(sessions::end);
        audit.loggedIn(token, client);
        return new LogIn.Done(Cookies.given(sessions.begin(token), client.secure(), remembered));
    }

    /// Logs a browser out.
    ///
    /// @return for its header `Set-Cookie`
    public String logOut(Request request) {
        Client client = gate.client(request);
        Cookies.session(request, client.secure()).ifPresent(sessions::end);
        if (request.caller().origin() == Caller.Origin.SESSION) {
            audit.loggedOut(request.caller().name(), client);
        }
        return Cookies.taken(client.secure());
    }

    @Override
    public void close() {
        sessions.close();
        tokens.close();
    }
}
