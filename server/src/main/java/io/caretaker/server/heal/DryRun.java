package io.caretaker.server.heal;

import io.caretaker.core.check.Ticker;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.recovery.Deliberation;
import io.caretaker.core.recovery.Guard;
import io.caretaker.core.recovery.GuardAnswer;
import io.caretaker.core.recovery.Hold;
import io.caretaker.core.recovery.RecoveryDecision;
import io.caretaker.core.recovery.RecoveryDecision.Held;
import io.caretaker.core.recovery.RecoveryPlan;
import io.caretaker.core.recovery.RecoveryRules;
import io.caretaker.core.recovery.RecoverySituation;
import io.caretaker.core.recovery.RecoveryTrigger;
import io.caretaker.server.watch.StatusBoard;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Takes the decision of a recovery and carries nothing out. Thread-safe.
final class DryRun implements Deliberator {
    private static final Duration GOOD_FOR = Duration.ofSeconds(3);
    private static final Duration LONGEST_QUEUE = Duration.ofSeconds(20);
    private static final int AT_ONCE = 4;
    private static final int LOG_LINES = 5;

    private final StatusBoard board;
    private final Situations situations;
    private final Consideration consideration;
    private final EvidenceCollector evidence;
    private final Function<Host, HostAccess> access;
    private final Predicate<ServiceId> busy;
    private final InstantSource clock;
    private final Ticker ticker;
    private final Semaphore permits = new Semaphore(AT_ONCE, true);
    private final Map<Question, Remembered> remembered = new ConcurrentHashMap<>();

    private record Question(Service service, RecoveryTrigger trigger, boolean approved) {}

    private record Remembered(Deliberation deliberation, long at) {}

    /// @param busy which services are being healed
    DryRun(
            StatusBoard board,
            Situations situations,
            Consideration consideration,
            EvidenceCollector evidence,
            Function<Host, HostAccess> access,
            Predicate<ServiceId> busy,
            InstantSource clock,
            Ticker ticker) {
        this.board = board;
        this.situations = situations;
        this.consideration = consideration;
        this.evidence = evidence;
        this.access = access;
        this.busy = busy;
        this.clock = clock;
        this.ticker = ticker;
    }

    @Override
    public Deliberation outlook(Service service, RecoveryTrigger trigger) {
        return outlook(service, situations.of(service, host(service), trigger), false);
    }

    private Deliberation outlook(Service service, RecoverySituation situation, boolean approved) {
        List<GuardAnswer> answers = RecoveryRules.answers(situation, clock.instant());
        if (busy.test(service.id())) {
            return Deliberation.unseen(
                    answers,
                    new Held(Hold.IN_PROGRESS, "a recovery of it is under way already", null));
        }
        RecoverySituation meant = approved ? situation.approved(clock.instant()) : situation;
        return Deliberation.unseen(answers, RecoveryRules.guards(meant, clock.instant()));
    }

    private Host host(Service service) {
        return board.inventory()
                .host(service.hostId())
                .orElseThrow(() ->
                        new Problem(
                                ProblemCode.NOT_FOUND,
                                "service '" + service.id() + "' is not watched yet",
                                "the daemon takes it over within a second"));
    }

    @Override
    public Deliberation look(Service service, RecoveryTrigger trigger, boolean approved)
            throws InterruptedException {
        if (!permits.tryAcquire(LONGEST_QUEUE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new Problem(
                    ProblemCode.LOCKED,
                    "too many want to know at once what would be recovered",
                    "ask again in a moment");
        }
        try {
            var question = new Question(service, trigger, approved);
            Remembered known = remembered.get(question);
            if (known == null || ticker.nanos() - known.at() > GOOD_FOR.toNanos()) {
                forgetOld();
                known = new Remembered(looked(question), ticker.nanos());
                remembered.put(question, known);
            }
            return known.deliberation();
        } finally {
            permits.release();
        }
    }

    private void forgetOld() {
        long now = ticker.nanos();
        remembered.values().removeIf(each -> now - each.at() > GOOD_FOR.toNanos());
    }

    private Deliberation looked(Question question) throws InterruptedException {
        Service service = question.service();
        Host host = host(service);
        RecoverySituation situation = situations.of(service, host, question.trigger());
        Deliberation outlook = outlook(service, situation, question.approved());
        if (outlook.decision() != null) {
            return outlook;
        }
        RecoverySituation meant =
                question.approved() ? situation.approved(clock.instant()) : situation;
        var site = new Site(service, host, access.apply(host));
        RecoveryDecision decision = consideration.of(meant, site, true);
        EvidenceCollector.Cause cause = cause(site);
        return new Deliberation(
                with(outlook.answers(), decision),
                decision,
                true,
                cause.diagnosis().pattern(),
                cause.lines(),
                decision instanceof RecoveryDecision.Act act
                        ? RecoveryPlan.lines(act.step(), service, host)
                        : List.of());
    }

    /// That a log cannot be read is no reason to say nothing.
    private EvidenceCollector.Cause cause(Site site) throws InterruptedException {
        try {
            return evidence.cause(site, LOG_LINES);
        } catch (Problem _) {
            return EvidenceCollector.Cause.UNKNOWN;
        }
    }

    private static List<GuardAnswer> with(List<GuardAnswer> answers, RecoveryDecision decision) {
        var all = new ArrayList<>(answers);
        boolean vetoed = decision instanceof Held held && held.hold() == Hold.VETOED;
        boolean acts = decision instanceof RecoveryDecision.Act;
        all.add(
                acts || vetoed
                        ? GuardAnswer.agrees(Guard.SECOND_LOOK)
                        : GuardAnswer.objects(Guard.SECOND_LOOK, decision.reason()));
        @Nullable GuardAnswer veto =
                acts
                        ? GuardAnswer.agrees(Guard.VETO)
                        : vetoed ? GuardAnswer.objects(Guard.VETO, decision.reason()) : null;
        if (veto != null) {
            all.add(veto);
        }
        return all;
    }
}
