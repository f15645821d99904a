package io.caretaker.server.heal;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.recovery.RecoveryDecision;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The operator's command that may forbid a recovery; it runs on this machine. Thread-safe.
final class Veto {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final List<String> command;
    private final HostAccess here;
    private final Ticker ticker;

    /// @param command empty for none
    Veto(List<String> command, HostAccess here, Ticker ticker) {
        this.command = List.copyOf(command);
        this.here = here;
        this.ticker = ticker;
    }

    /// Why not; null when nothing is said against it.
    ///
    /// @param dryRun whether nothing will be done, whatever it says; the command is told so
    @Nullable String against(Site site, RecoveryDecision.Act act, boolean dryRun)
            throws InterruptedException {
        if (command.isEmpty()) {
            return null;
        }
        var asked =
                Command.of(command)
                        .withEnvironment(
                                Map.of(
                                        "CARETAKER_SERVICE", site.service().id().value(),
                                        "CARETAKER_HOST", site.host().id().value(),
                                        "CARETAKER_STEP", Healer.word(act.step()),
                                        "CARETAKER_REASON", act.reason(),
                                        "CARETAKER_DRY_RUN", Boolean.toString(dryRun)));
        CommandResult result = here.run(asked, Deadline.after(LIMIT, ticker));
        return result instanceof CommandResult.Exited exited && exited.ok()
                ? null
                : "the veto command says no: " + result.summary();
    }
}
