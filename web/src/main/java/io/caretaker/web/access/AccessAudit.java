package io.caretaker.web.access;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.problem.Problem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down who came in and who did not. Failures are written sparingly, so that nobody can fill
/// the audit log: of one address the first, second, fourth, eighth and so on, and of all together
/// 30 an hour. Thread-safe.
final class AccessAudit {
    private static final Logger LOG = LoggerFactory.getLogger("access");
    private static final int MOST_FAILURES = 30;
    private static final Duration EACH = Duration.ofHours(1);

    private final Supplier<AuditLog> audit;
    private final InstantSource clock;
    private final Ticker ticker;
    private long hour;
    private int written;

    AccessAudit(Supplier<AuditLog> audit, InstantSource clock, Ticker ticker) {
        this.audit = audit;
        this.clock = clock;
        this.ticker = ticker;
        this.hour = ticker.nanos();
    }

    /// A browser has logged in.
    void loggedIn(Token token, Client client) {
        LOG.atInfo()
                .addKeyValue("token", token.name())
                .addKeyValue("address", client.text())
                .log("a browser logged in");
        write(token.actor(), "web.login", true, "logged in as " + token.role().word(), client);
    }

    /// A browser has logged out.
    void loggedOut(String actor, Client client) {
        write(actor, "web.logout", true, "logged out", client);
    }

    /// Somebody has shown a token that is worth nothing.
    ///
    /// @param count how often this address has by now
    void failed(Client client, int count) {
        if (Integer.bitCount(count) != 1 || !free()) {
            return;
        }
        LOG.atWarn()
                .addKeyValue("address", client.text())
                .addKeyValue("times", count)
                .log("somebody showed a token that is not known");
        write(
                "unknown",
                "web.login",
                false,
                "a token that is not known was shown, " + count + (count == 1 ? " time" : " times"),
                client);
    }

    private synchronized boolean free() {
        if (ticker.nanos() - hour > EACH.toNanos()) {
            hour = ticker.nanos();
            written = 0;
        }
        return written++ < MOST_FAILURES;
    }

    private void write(
            String actor, String action, boolean success, String message, Client client) {
        try {
            audit.get()
                    .append(
                            new AuditEntry(
                                    clock.instant(),
                                    actor,
                                    action,
                                    "",
                                    success,
                                    message,
                                    null,
                                    Map.of("address", client.text())));
        } catch (Problem problem) {
            LOG.atWarn()
                    .addKeyValue("problem", problem.message())
                    .log("the audit log cannot be written");
        }
    }
}
