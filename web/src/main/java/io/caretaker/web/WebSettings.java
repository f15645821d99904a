package io.caretaker.web;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.web.access.AccessSettings;
import io.caretaker.web.tls.TlsFiles;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the face is to be served.
///
/// @param enabled whether it is at all
/// @param listen where; at least one address when enabled
/// @param required whether the daemon ends when an address is taken; otherwise it goes on without a
///   face, and tries again
/// @param tls the certificate; null for connections without TLS
/// @param statusPage whether there is a page that everybody may see
/// @param openMetrics whether everybody may read the metrics
public record WebSettings(
        boolean enabled,
        List<ListenAddress> listen,
        boolean required,
        @Nullable TlsFiles tls,
        AccessSettings access,
        boolean statusPage,
        boolean openMetrics) {
    /// The port when none is given.
    public static final int USUAL_PORT = 8321;

    /// On this machine only.
    public static final WebSettings USUAL =
            on(List.of(new ListenAddress("127.0.0.1", USUAL_PORT)), false);

    public WebSettings {
        listen = List.copyOf(listen);
        if (enabled && listen.isEmpty()) {
            throw new IllegalArgumentException("an address to listen on is missing");
        }
    }

    /// As usual, on these addresses.
    public static WebSettings on(List<ListenAddress> listen, boolean required) {
        return new WebSettings(true, listen, required, null, AccessSettings.USUAL, false, false);
    }

    /// What is wrong with it as a whole; null when nothing is. What lets people in must not cross a
    /// network in the clear.
    public @Nullable Problem problem() {
        List<String> open =
                listen.stream()
                        .filter(each -> !each.loopback())
                        .map(ListenAddress::toString)
                        .toList();
        if (!enabled || open.isEmpty() || tls != null || !access.trustedProxies().isEmpty()) {
            return null;
        }
        return new Problem(
                ProblemCode.CONFIGURATION,
                "others could read along on " + String.join(", ", open),
                "set web.tls.certificate and web.tls.key, or web.trusted_proxies to the address of"
                        + " the proxy that has TLS; or listen on 127.0.0.1");
    }

    /// The same on other addresses, which must be had.
    public WebSettings listening(List<ListenAddress> addresses) {
        return new WebSettings(true, addresses, true, tls, access, statusPage, openMetrics);
    }

    /// The same for other callers.
    public WebSettings with(AccessSettings callers) {
        return new WebSettings(enabled, listen, required, tls, callers, statusPage, openMetrics);
    }

    /// The same with TLS; null for without.
    public WebSettings with(@Nullable TlsFiles files) {
        return new WebSettings(enabled, listen, required, files, access, statusPage, openMetrics);
    }

    /// The same with the page that everybody may see.
    public WebSettings withStatusPage() {
        return new WebSettings(enabled, listen, required, tls, access, true, openMetrics);
    }
}
