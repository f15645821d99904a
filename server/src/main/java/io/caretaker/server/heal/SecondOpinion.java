package io.caretaker.server.heal;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.recovery.Hold;
import io.caretaker.core.recovery.RecoveryDecision;
import io.caretaker.core.recovery.RecoveryDecision.Held;
import io.caretaker.core.recovery.RecoveryDecision.NotNeeded;
import io.caretaker.core.recovery.RecoveryRules;
import io.caretaker.core.recovery.RecoverySituation;
import io.caretaker.core.status.Transition;
import io.caretaker.server.watch.Checks;
import io.caretaker.server.watch.HostWatch;
import io.caretaker.server.watch.StatusBoard;
import io.caretaker.server.watch.WatchLoop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks again before anything is done: at the host, at what the service depends on, at the service
/// from its own host, and at the traces that it left. Thread-safe.
final class SecondOpinion {
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);

    private final StatusBoard board;
    private final WatchLoop watch;
    private final HostWatch hosts;
    private final Checks checks;
    private final EvidenceCollector evidence;
    private final InstantSource clock;
    private final Ticker ticker;

    SecondOpinion(
            StatusBoard board,
            WatchLoop watch,
            HostWatch hosts,
            Checks checks,
            EvidenceCollector evidence,
            InstantSource clock,
            Ticker ticker) {
        this.board = board;
        this.watch = watch;
        this.hosts = hosts;
        this.checks = checks;
        this.evidence = evidence;
        this.clock = clock;
        this.ticker = ticker;
    }

    RecoveryDecision decide(RecoverySituation situation, Site site) throws InterruptedException {
        String silent = hosts.ask(site.host());
        if (silent != null) {
            return new Held(Hold.HOST_UNREACHABLE, silent, null);
        }
        RecoveryDecision objection = dependencies(site.service());
        if (objection != null) {
            return objection;
        }
        try {
            return onlyTheWayIsBlocked(situation, site)
                    ? new Held(
                            Hold.NOT_HEALABLE,
                            "it works on its host, and only the way to it from here is blocked",
                            null)
                    : awaited(situation, RecoveryRules.step(situation, evidence.collect(site)));
        } catch (Problem problem) {
            if (site.host().local()) {
                throw problem;
            }
            return new Held(
                    Hold.HOST_UNREACHABLE,
                    "host " + site.host().id() + " cannot be asked: " + problem.message(),
                    null);
        }
    }

    /// Whether what is being started has come up is asked at once: the next check may be far away.
    private RecoveryDecision awaited(RecoverySituation situation, RecoveryDecision decision)
            throws InterruptedException {
        if (!(decision instanceof Held held) || held.hold() != Hold.IN_PROGRESS) {
            return decision;
        }
        RecoveryDecision newer = lastWord(situation);
        return newer == null ? decision : newer;
    }

    /// What the service itself has against a step when it is asked anew, right before the step: the
    /// newest check is older than all that was looked at since, and somebody else may have brought
    /// the service back meanwhile. Null when it is still to be healed.
    @Nullable RecoveryDecision lastWord(RecoverySituation situation) throws InterruptedException {
        Transition seen = watch.checkHere(situation.service());
        return seen == null
                ? new NotNeeded("it has left the inventory")
                : RecoveryRules.guards(situation.checked(seen.state()), clock.instant());
    }

    /// Dependencies are asked anew: one that died a moment ago may not have been noticed yet.
    private @Nullable RecoveryDecision dependencies(Service service) throws InterruptedException {
        for (Service needed : board.inventory().dependenciesOf(service)) {
            watch.checkHere(needed);
        }
        List<ServiceId> missing = board.downDependencies(service);
        return missing.isEmpty()
                ? null
                : new Held(
                        Hold.DEPENDENCY_DOWN,
                        "it depends on " + missing.getFirst() + ", which does not answer",
                        null);
    }

    /// A refused connection says enough; silence may come from a packet filter.
    private boolean onlyTheWayIsBlocked(RecoverySituation situation, Site site)
            throws InterruptedException {
        Fault fault = situation.state().fault();
        return (fault == Fault.TIMED_OUT || fault == Fault.CLOSED)
                && checks.worksThere(
                        site.service(), site.host(), Deadline.after(LONGEST_LOOK, ticker));
    }
}
