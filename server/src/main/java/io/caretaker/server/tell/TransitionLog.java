package io.caretaker.server.tell;

import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.Transition;
import io.caretaker.server.watch.CheckResult;
import io.caretaker.server.watch.StatusBoard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Writes changes of status to the log. Thread-safe.
public final class TransitionLog implements StatusBoard.Listener {
    private static final Logger LOG = LoggerFactory.getLogger("watch");

    @Override
    public void observed(CheckResult result, Transition transition) {
        ServiceId id = result.service().id();
        switch (transition.kind()) {
            case NONE -> {}
            case SOFT_FAILURE -> log(Level.DEBUG, id, transition, "fails");
            case HARD_DOWN -> log(Level.WARN, id, transition, "down");
            case STILL_DOWN, HARD_UNKNOWN, DEGRADED_OR_RESTORED ->
                    log(Level.INFO, id, transition, "changed");
            case HARD_UP -> log(Level.INFO, id, transition, "up");
        }
    }

    private static void log(Level level, ServiceId id, Transition transition, String word) {
        LOG.atLevel(level)
                .addKeyValue("service", id)
                .addKeyValue("reason", transition.reason())
                .log(word);
    }
}
