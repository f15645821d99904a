package io.caretaker.web.access;

import io.caretaker.web.http.Request;
import java.util.Optional;

/// The cookie that a logged-in browser shows. With TLS its name binds it to exactly this host.
///
/// Source: RFC 6265bis, `__Host-`.
final class Cookies {
    private static final String BOUND = "__Host-caretaker";
    private static final String PLAIN = "caretaker";

    private Cookies() {}

    private static String name(boolean secure) {
        return secure ? BOUND : PLAIN;
    }

    /// The id of the session that the browser claims to have.
    static Optional<String> session(Request request, boolean secure) {
        return request.cookie(name(secure)).filter(each -> !each.isEmpty());
    }

    /// What makes a browser keep the session's id.
    ///
    /// @param remembered whether also after it was closed
    static String given(String id, boolean secure, boolean remembered) {
        return cookie(id, secure)
                + (remembered ? "; Max-Age=" + BrowserSession.LONGEST.toSeconds() : "");
    }

    /// What makes a browser forget it.
    static String taken(boolean secure) {
        return cookie("", secure) + "; Max-Age=0";
    }

    private static String cookie(String value, boolean secure) {
        return name(secure)
                + "="
                + value
                + "; Path=/; HttpOnly; SameSite=Lax"
                + (secure ? "; Secure" : "");
    }
}
