package io.caretaker.web;

import io.caretaker.core.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves the daemon, and tries again as long as an address is taken or the certificate is bad:
/// watching and healing do not wait for a face. Thread-safe.
public final class KeptFace implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeptFace.class);
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final Daemon daemon;
    private WebSettings settings;
    private @Nullable Face face;
    private @Nullable Thread trying;
    private boolean closed;

    private KeptFace(Daemon daemon, WebSettings settings) {
        this.daemon = daemon;
        this.settings = settings;
    }

    /// Begins to serve; does nothing when the settings want no face.
    ///
    /// @throws Problem when an address is taken or the certificate is bad, and the settings require
    ///   the face
    public static KeptFace serve(Daemon daemon, WebSettings settings) {
        var kept = new KeptFace(daemon, settings);
        if (settings.enabled()) {
            kept.begin();
        }
        return kept;
    }

    private synchronized void begin() {
        try {
            open();
        } catch (Problem problem) {
            if (settings.required()) {
                throw problem;
            }
            LOG.atWarn()
                    .addKeyValue("problem", problem.message())
                    .addKeyValue("hint", problem.hint())
                    .log("the dashboard and the API are not served yet; trying again");
            trying = Thread.ofVirtual().name("caretaker-web-again").start(this::tryAgain);
        }
    }

    private void open() {
        Face opened = Face.serve(daemon, settings);
        face = opened;
        LOG.atInfo()
                .addKeyValue("addresses", String.join(", ", opened.addresses()))
                .log("the dashboard and the API are served");
    }

    private void tryAgain() {
        try {
            while (!tried()) {
                Thread.sleep(AGAIN);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean tried() {
        try {
            if (!closed && face == null) {
                open();
            }
            return true;
        } catch (Problem _) {
            return false;
        }
    }

    /// Takes over what can be changed while it is served: who may pass, and the certificate.
    ///
    /// @return the settings that take effect at the next start, by their keys
    public synchronized List<String> use(WebSettings newer) {
        WebSettings before = settings;
        var later = new ArrayList<String>();
        if (before.enabled() != newer.enabled()) {
            later.add("web.enabled");
        }
        if (!before.listen().equals(newer.listen())) {
            later.add("web.listen");
        }
        if ((before.tls() == null) != (newer.tls() == null)) {
            later.add("web.tls");
        }
        if (before.statusPage() != newer.statusPage()) {
            later.add("web.status_page");
        }
        if (before.openMetrics() != newer.openMetrics()) {
            later.add("web.metrics");
        }
        settings =
                before.with(newer.access())
                        .with(
                                before.tls() == null || newer.tls() == null
                                        ? before.tls()
                                        : newer.tls());
        if (face != null) {
            face.use(settings);
        }
        return later;
    }

    /// Where it is served; empty as long as it is not.
    public synchronized List<String> addresses() {
        return face == null ? List.of() : face.addresses();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (trying != null) {
            trying.interrupt();
        }
        if (face != null) {
            face.close();
        }
    }
}
