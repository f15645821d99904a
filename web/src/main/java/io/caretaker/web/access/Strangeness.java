package io.caretaker.web.access;

import io.caretaker.web.http.Access;
import io.caretaker.web.http.Request;
import org.jspecify.annotations.Nullable;

/// Why a connection of this machine is not one of its users', so that they know what to change.
/// Pure.
final class Strangeness {
    private Strangeness() {}

    /// The reason with what helps, as the begin of a hint; empty for other machines and for proxies
    /// that are known.
    static String of(Request request, AccessSettings settings) {
        Client client = Client.of(request, settings.trustedProxies());
        if (client.trusted() || !request.remote().getAddress().isLoopbackAddress()) {
            return "";
        }
        String reason = reason(request, settings.local());
        return reason == null ? "" : reason + "; ";
    }

    private static @Nullable String reason(Request request, Access local) {
        String mark = Client.mark(request);
        if (local == Access.OPEN) {
            return "web.local_access is none, so programs of this machine need one, too";
        }
        if (mark != null) {
            return "this came by a proxy, as its header " + mark + " says";
        }
        if (request.old()) {
            return "this was asked by HTTP/1.0, as proxies ask that do not say for whom:"
                    + " programs of this machine need no token with HTTP/1.1";
        }
        return HostNames.loopback(HostNames.in(request.header("host").orElse("")))
                ? null
                : "programs of this machine need none when they ask 127.0.0.1 or localhost";
    }
}
