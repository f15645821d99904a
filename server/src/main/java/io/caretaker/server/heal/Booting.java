package io.caretaker.server.heal;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.HostFacts;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells whether another host is still booting: it starts its services itself then. Thread-safe.
///
/// Source: systemctl(1), "is-system-running".
final class Booting {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Set<String> DONE = Set.of("running", "degraded", "maintenance");

    private final Duration grace;
    private final Ticker ticker;

    /// @param grace how long after its start a host may be booting; zero asks nothing
    Booting(Duration grace, Ticker ticker) {
        this.grace = grace;
        this.ticker = ticker;
    }

    /// Why to wait; null when it has booted.
    @Nullable String reason(Site site, @Nullable HostFacts facts) throws InterruptedException {
        if (site.host().local() || facts == null || facts.uptimeSeconds() >= grace.toSeconds()) {
            return null;
        }
        CommandResult asked =
                site.access()
                        .run(
                                Command.of("systemctl", "is-system-running"),
                                Deadline.after(LIMIT, ticker));
        String said =
                asked instanceof CommandResult.Exited exited ? exited.output().strip() : "unknown";
        return DONE.contains(said)
                ? null
                : "host "
                        + site.host().id()
                        + " booted "
                        + Math.round(facts.uptimeSeconds())
                        + " s ago and starts its services itself; waiting";
    }
}
