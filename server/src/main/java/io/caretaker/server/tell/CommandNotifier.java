package io.caretaker.server.tell;

import io.caretaker.core.alert.Notice;
import io.caretaker.core.alert.Notifier;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.HostAccess;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells by running the operator's command with the notice in its environment; waits for it at most
/// ten seconds, so that a notice sent before a recovery has left before the recovery begins.
/// Thread-safe.
public final class CommandNotifier implements Notifier {
    private static final Logger LOG = LoggerFactory.getLogger(CommandNotifier.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final List<String> command;
    private final HostAccess host;
    private final Ticker ticker;

    public CommandNotifier(List<String> command, HostAccess host, Ticker ticker) {
        this.command = List.copyOf(command);
        this.host = host;
        this.ticker = ticker;
    }

    @Override
    public void tell(Notice notice) {
        var run =
                Command.of(command)
                        .withEnvironment(
                                Map.of(
                                        "CARETAKER_TITLE", notice.title(),
                                        "CARETAKER_TEXT", notice.text(),
                                        "CARETAKER_SEVERITY",
                                                notice.severity().name().toLowerCase(Locale.ROOT),
                                        "CARETAKER_SERVICE",
                                                notice.service() == null
                                                        ? ""
                                                        : notice.service().value(),
                                        "CARETAKER_AT", notice.at().toString()));
        try {
            CommandResult result = host.run(run, Deadline.after(LIMIT, ticker));
            if (!(result instanceof CommandResult.Exited exited && exited.ok())) {
                LOG.atWarn()
                        .addKeyValue("result", result.summary())
                        .log("the notify command failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
