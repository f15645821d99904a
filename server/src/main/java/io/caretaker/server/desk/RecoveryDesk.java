package io.caretaker.server.desk;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.Approval.Verdict;
import io.caretaker.core.recovery.ApprovalCase;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.recovery.RecoveryRequest;
import io.caretaker.core.recovery.RecoveryTrigger;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.store.Store;
import io.caretaker.server.heal.Deliberator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What people say to recovery: requests, approvals, pauses, acknowledgements. What changes
/// something is audited; a request is when it is carried out. Thread-safe.
///
/// Everything throws [Problem]: `NOT_FOUND` for what does not exist or no longer waits, `INVALID`,
/// and what the store throws.
public final class RecoveryDesk {
    private static final Duration APPROVALS = Duration.ofDays(2);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,80}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final Supplier<Store> looking;
    private final Supplier<Map<ServiceId, ServiceState>> states;
    private final Deliberator deliberator;
    private final Supplier<Store> store;
    private final InstantSource clock;

    /// A desk.
    ///
    /// @param looking the store for questions; asked anew each time
    /// @param states what is known of the services now
    /// @param deliberator who says what would be decided
    /// @param store where words are written; asked anew each time
    public RecoveryDesk(
            Supplier<Store> looking,
            Supplier<Map<ServiceId, ServiceState>> states,
            Deliberator deliberator,
            Supplier<Store> store,
            InstantSource clock) {
        this.looking = looking;
        this.states = states;
        this.deliberator = deliberator;
        this.store = store;
        this.clock = clock;
    }

    /// What would be decided if somebody asked for a recovery now, as far as is known. Nobody is
    /// asked, nothing is done.
    ///
    /// @param force whether cooldown, used-up attempts and flapping are put aside
    public RecoveryVerdict outlook(ServiceId id, boolean force) {
        Service service = service(looking.get().inventory().read(), id);
        return new RecoveryVerdict(
                service, deliberator.outlook(service, RecoveryTrigger.asked(force)));
    }

    /// What a recovery would do that somebody asks for now: the decision that it would take itself,
    /// after the same look at the host and the traces. Nothing is done. Takes seconds.
    ///
    /// @param force whether cooldown, used-up attempts and flapping are put aside
    public RecoveryVerdict verdict(ServiceId id, boolean force) throws InterruptedException {
        Service service = service(looking.get().inventory().read(), id);
        return new RecoveryVerdict(
                service, deliberator.look(service, RecoveryTrigger.asked(force), false));
    }

    /// Asks for a recovery; the daemon carries it out and finishes the request.
    public RecoveryRequest ask(ServiceId id, boolean force, String actor) {
        String number = "q-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        return ask(number, id, force, actor);
    }

    /// Asks for a recovery under the caller's own number. Asking the same again gives the request
    /// that there is, and asks for nothing more.
    ///
    /// @param number 1 to 80 letters, digits and `._:-`
    /// @throws Problem `DUPLICATE` when something else was asked under that number
    public RecoveryRequest ask(String number, ServiceId id, boolean force, String actor) {
        if (!ID.matcher(number).matches()) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "the id of a request must be 1 to 80 letters, digits and ._:-",
                    "");
        }
        service(looking.get().inventory().read(), id);
        var request =
                new RecoveryRequest(number, id, actor, clock.instant(), force, null, null, "");
        try {
            store.get().recovery().submit(request);
            return request;
        } catch (Problem problem) {
            if (problem.code() != ProblemCode.DUPLICATE) {
                throw problem;
            }
            return store.get()
                    .recovery()
                    .request(number)
                    .filter(known -> known.service().equals(id) && known.force() == force)
                    .orElseThrow(() -> problem);
        }
    }

    /// A request, finished or not; empty when there is none, or it was finished long ago.
    public Optional<RecoveryRequest> request(String number) {
        return looking.get().recovery().request(number);
    }

    /// The recoveries that wait for a person, newest first.
    public List<Approval> approvals() {
        Instant now = clock.instant();
        return looking.get().recovery().approvals(now.minus(APPROVALS)).stream()
                .filter(each -> each.verdict() == Verdict.PENDING && !each.expired(now))
                .toList();
    }

    /// An approval of the last days with all that a person should see before saying yes.
    ///
    /// @param look whether to look at the host and the traces as the recovery itself would, which
    ///   takes seconds; only while it waits
    public ApprovalCase approvalCase(String number, boolean look) throws InterruptedException {
        Instant now = clock.instant();
        Store known = looking.get();
        Approval approval = Cases.find(known.recovery().approvals(now.minus(APPROVALS)), number);
        boolean waits = approval.verdict() == Verdict.PENDING && !approval.expired(now);
        Service service = service(known.inventory().read(), approval.service());
        return new Cases(known, states.get(), deliberator).of(approval, service, look && waits);
    }

    /// Lets a recovery go on.
    public Approval approve(String number, String actor) {
        return decide(number, Verdict.APPROVED, "approve", actor);
    }

    /// Forbids a recovery.
    public Approval deny(String number, String actor) {
        return decide(number, Verdict.DENIED, "deny", actor);
    }

    private Approval decide(String number, Verdict verdict, String action, String actor) {
        Instant now = clock.instant();
        Approval decided =
                store.get()
                        .recovery()
                        .decide(number, verdict, actor, now)
                        .orElseThrow(() -> Cases.nothingWaits(number));
        audit(now, actor, action, decided.service().value(), number);
        return decided;
    }

    /// The pause in force; empty when recovery is on.
    public Optional<Pause> pause() {
        Instant now = clock.instant();
        return looking.get().recovery().pause().filter(pause -> !pause.over(now));
    }

    /// Stops all recovery; watching goes on. Takes the place of a pause in force.
    ///
    /// @param time longer than zero; null until somebody resumes
    /// @param reason for everybody else, may be empty
    public Pause pause(@Nullable Duration time, String reason, String actor) {
        if (time != null && !time.isPositive()) {
            throw new Problem(ProblemCode.INVALID, "a pause must last longer than 0 seconds", "");
        }
        Instant now = clock.instant();
        Instant until = time == null ? null : now.plus(time);
        var pause = new Pause(actor, reason, now, until);
        store.get().recovery().pause(pause);
        String end =
                until == null
                        ? "until `caretaker resume`"
                        : "until " + TIME.format(until.atZone(ZoneId.systemDefault()));
        audit(now, actor, "pause", "", reason.isEmpty() ? end : end + ": " + reason);
        return pause;
    }

    /// Ends the pause.
    ///
    /// @return whether there was one
    public boolean resume(String actor) {
        Store here = store.get();
        boolean paused = here.recovery().pause().isPresent();
        if (paused) {
            here.recovery().resume();
            audit(clock.instant(), actor, "resume", "", "");
        }
        return paused;
    }

    /// Says that a recovery was seen, so that the service may be healed again.
    ///
    /// @param comment for the audit log, may be empty
    /// @return whether the service was blocked
    public boolean acknowledge(ServiceId id, String comment, String actor) {
        service(looking.get().inventory().read(), id);
        return lift(id, comment, actor);
    }

    /// The same of every service that is blocked.
    ///
    /// @return those that were, by their ids
    public List<ServiceId> acknowledgeAll(String comment, String actor) {
        return store.get().recovery().states().keySet().stream()
                .sorted(Comparator.comparing(ServiceId::value))
                .filter(id -> lift(id, comment, actor))
                .toList();
    }

    private boolean lift(ServiceId id, String comment, String actor) {
        boolean lifted = store.get().recovery().acknowledge(id);
        if (lifted) {
            audit(clock.instant(), actor, "recovery.acknowledge", id.value(), comment);
        }
        return lifted;
    }

    private static Service service(Inventory inventory, ServiceId id) {
        return inventory
                .service(id)
                .orElseThrow(() -> {
                    var services = new EntryKind.Services();
                    return UnknownEntry.of(services.word(), id.value(), services.ids(inventory));
                });
    }

    private void audit(Instant at, String actor, String action, String target, String message) {
        store.get().audit().append(AuditEntry.of(at, actor, action, target, true, message));
    }
}
