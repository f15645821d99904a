package io.caretaker.web.access;

import io.caretaker.web.http.Access;
import io.caretaker.web.http.AnswerHeader;
import io.caretaker.web.http.Caller;
import io.caretaker.web.http.Gate;
import io.caretaker.web.http.Refusal;
import io.caretaker.web.http.Request;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Knows callers by their token, by the session of their browser, or because they are on this
/// machine, in this order. Thread-safe.
final class AccessGate implements Gate {
    private static final String CHALLENGE = "Bearer realm=\"caretaker\"";
    private static final String BEARER = "bearer ";

    private final Tokens tokens;
    private final Sessions sessions;
    private final Attempts attempts;
    private final AccessAudit audit;
    private final LocalUsers users;
    private volatile Rules rules =
            new Rules(AccessSettings.USUAL, new HostNames(List.of(), List.of()));

    private record Rules(AccessSettings settings, HostNames names) {}

    AccessGate(
            Tokens tokens,
            Sessions sessions,
            Attempts attempts,
            AccessAudit audit,
            LocalUsers users) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.attempts = attempts;
        this.audit = audit;
        this.users = users;
    }

    void use(AccessSettings settings, HostNames names) {
        rules = new Rules(settings, names);
    }

    Client client(Request request) {
        return Client.of(request, rules.settings().trustedProxies());
    }

    @Override
    public Caller recognise(Request request) {
        Rules now = rules;
        String host = host(request);
        boolean nameless = request.old() && request.headers("host").isEmpty();
        if (!nameless && !now.names().allows(host, request.local().getAddress())) {
            throw new Refusal(
                    421,
                    "caretaker is not asked under this name",
                    "web.hosts in caretaker.yaml names those under which it may be");
        }
        Client client = Client.of(request, now.settings().trustedProxies());
        if (!client.safe(request)) {
            throw new Refusal(
                    403,
                    "from other machines caretaker is asked with TLS, or by its proxy",
                    "web.trusted_proxies in caretaker.yaml names the proxy");
        }
        String authorization = request.header("authorization").orElse(null);
        if (authorization != null) {
            return byToken(authorization, client);
        }
        Caller known = bySession(request, client);
        return known != null ? known : local(request, client, host, now.settings().local());
    }

    private static String host(Request request) {
        List<String> all = request.headers("host");
        // HTTP/1.0 knows requests without a name. No browser makes them, so no site can.
        if (all.isEmpty() && request.old()) {
            return "";
        }
        if (all.size() != 1) {
            throw new Refusal(400, "the request must have one header Host", "");
        }
        return HostNames.in(all.getFirst());
    }

    private Caller byToken(String authorization, Client client) {
        boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        Token token =
                bearer ? tokens.shown(authorization.substring(BEARER.length()).strip()) : null;
        if (token != null) {
            return new Caller(token.actor(), token.role(), Caller.Origin.TOKEN, "", client.text());
        }
        if (tokens.problem() != null) {
            throw new Refusal(503, "tokens cannot be checked just now", "caretaker's log says why");
        }
        Duration pause = attempts.pause(client.address());
        if (!pause.isZero()) {
            throw new Refusal(
                    429,
                    "too many tokens that are not known came from this address",
                    "wait, then use a token that `caretaker token list` shows",
                    Map.of(AnswerHeader.RETRY_AFTER, String.valueOf(pause.toSeconds() + 1)));
        }
        audit.failed(client, attempts.failed(client.address()));
        throw new Refusal(
                401,
                bearer
                        ? "the token is not known, has expired or was revoked"
                        : "only tokens are taken (Authorization: Bearer)",
                "`caretaker token create` makes one",
                Map.of(AnswerHeader.WWW_AUTHENTICATE, CHALLENGE + ", error=\"invalid_token\""));
    }

    private @Nullable Caller bySession(Request request, Client client) {
        String id = Cookies.session(request, client.secure()).orElse(null);
        Token token = id == null ? null : sessions.of(id);
        return id == null || token == null
                ? null
                : new Caller(
                        token.actor(),
                        token.role(),
                        Caller.Origin.SESSION,
                        Sessions.csrf(id),
                        client.text());
    }

    private Caller local(Request request, Client client, String host, Access access) {
        boolean local =
                access != Access.OPEN
                        && client.direct()
                        && request.remote().getAddress().isLoopbackAddress()
                        && HostNames.loopback(host);
        return local
                ? new Caller("local" + user(request), access, Caller.Origin.LOCAL, "")
                : Caller.NOBODY;
    }

    /// Whose name is shown or written down is looked up; for what only reads data that is not worth
    /// it.
    private String user(Request request) {
        boolean page =
                request.header("accept").map(each -> each.contains("text/html")).orElse(false);
        if (request.method().safe() && !page) {
            return "";
        }
        InetSocketAddress peer = request.remote();
        String user = users.holding(peer, request.local());
        return user == null ? "" : ":" + user;
    }

    @Override
    public void admit(Request request, Access demanded) {
        Caller caller = request.caller();
        if (caller.access().includes(demanded)) {
            return;
        }
        if (caller.origin() != Caller.Origin.NONE) {
            throw new Refusal(
                    403,
                    "this needs the role " + demanded.word(),
                    "you have the role " + caller.access().word());
        }
        var headers = new TreeMap<>(Map.of(AnswerHeader.WWW_AUTHENTICATE, CHALLENGE));
        if (request.partial()) {
            headers.put(AnswerHeader.HX_REDIRECT, "/login");
        }
        throw new Refusal(
                401,
                "a token is needed",
                Strangeness.of(request, rules.settings())
                        + "`caretaker token create` makes one; log in with it, or send it as"
                        + " Authorization: Bearer",
                headers);
    }

    @Override
    public void defend(Request request) {
        Caller caller = request.caller();
        if (caller.origin() == Caller.Origin.TOKEN) {
            return;
        }
        SameOrigin origin =
                SameOrigin.of(
                        request.header("sec-fetch-site").orElse(null),
                        request.header("origin").orElse(null),
                        request.header("host").orElse(""),
                        client(request).secure());
        boolean foreign =
                switch (origin) {
                    case OURS -> false;
                    case FOREIGN -> true;
                    case SILENT -> caller.origin() != Caller.Origin.LOCAL;
                };
        if (foreign) {
            throw new Refusal(
                    403,
                    "this must be sent from a page of caretaker",
                    "programs use a token (Authorization: Bearer)");
        }
        if (caller.origin() == Caller.Origin.SESSION && !carries(request, caller.csrf())) {
            throw new Refusal(
                    403, "the form is too old or not from this session", "open the page again");
        }
    }

    private static boolean carries(Request request, String csrf) {
        String sent = request.header("x-csrf-token").or(() -> request.form("_csrf")).orElse("");
        return Hashed.same(csrf, sent);
    }
}
