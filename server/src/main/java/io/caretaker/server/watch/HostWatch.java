package io.caretaker.server.watch;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.ProbeReply;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.host.Reachability;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.HostRules;
import io.caretaker.core.status.HostRules.Change;
import io.caretaker.core.status.HostRules.Others;
import io.caretaker.core.status.HostState;
import io.caretaker.core.status.HostState.Standing;
import io.caretaker.server.tell.HostTeller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks whether a host itself answers before a failure on it counts, so that a host that is down,
/// or a caretaker that is cut off, makes services unreachable and not failed. Thread-safe.
public final class HostWatch {
    private static final Logger LOG = LoggerFactory.getLogger(HostWatch.class);
    private static final Duration KNOCK_KEPT = Duration.ofSeconds(2);
    private static final Duration FIRST_AGAIN = Duration.ofSeconds(2);
    private static final Duration LAST_AGAIN = Duration.ofSeconds(15);

    private final HostKnock knock;
    private final Supplier<Inventory> inventory;
    private final HostTeller teller;
    private final Consumer<ServiceId> checkNow;
    private final InstantSource clock;
    private final Ticker ticker;
    private final Map<HostId, Known> known = new ConcurrentHashMap<>();
    private final ReentrantLock cutOffLock = new ReentrantLock();
    private volatile @Nullable Instant cutOffSince;

    private static final class Known {
        private final ReentrantLock lock = new ReentrantLock();
        private volatile HostState state = HostState.ANSWERING;
        private volatile @Nullable Long asked;
        private volatile @Nullable Long answered;
        private volatile @Nullable Long sign;
        private volatile @Nullable Instant seen;
    }

    /// @param checkNow called for each service of a host that answers again
    public HostWatch(
            Hosts hosts,
            List<Witness> witnesses,
            Supplier<Inventory> inventory,
            HostTeller teller,
            Consumer<ServiceId> checkNow,
            InstantSource clock,
            Ticker ticker) {
        this.knock = new HostKnock(hosts, witnesses, ticker);
        this.inventory = inventory;
        this.teller = teller;
        this.checkNow = checkNow;
        this.clock = clock;
        this.ticker = ticker;
    }

    /// Why the services of the host are not judged; null when it answers as far as is known.
    public @Nullable String silent(HostId id) {
        Known host = known.get(id);
        return host == null || host.state.standing() == Standing.ANSWERS
                ? null
                : sentence(id, host.state);
    }

    private static String sentence(HostId id, HostState state) {
        return state.standing() == Standing.CUT_OFF
                ? state.reason()
                : "host " + id + " " + state.reason();
    }

    /// Asks anew and tells why the host is not to be touched; null when it answers.
    public @Nullable String ask(Host host) throws InterruptedException {
        if (host.local()) {
            return null;
        }
        knockAt(host, ticker.nanos());
        return silent(host.id());
    }

    /// The result, or that nothing can be said because the host does not answer.
    CheckResult judge(CheckResult result, Host host) throws InterruptedException {
        if (host.local()) {
            return result;
        }
        if (!doubtful(result.reply().outcome())) {
            if (fromTheHost(result, host)) {
                sign(host);
            }
            return result;
        }
        long began = ticker.nanos() - result.took().toNanos();
        if (!signOfLife(host.id(), began)) {
            knockAt(host, began);
        }
        String silence = silent(host.id());
        return silence == null ? result : notJudged(result, silence);
    }

    /// What a host that is down looks like, among others.
    private static boolean doubtful(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Up _, Outcome.Warning _ -> false;
            case Outcome.Unknown _ -> true;
            case Outcome.Down down ->
                    down.fault() == Fault.TIMED_OUT
                            || down.fault() == Fault.UNREACHABLE
                            || down.fault() == Fault.CLOSED;
        };
    }

    /// Whether it takes a live host to answer so; that a name does not resolve takes none.
    private static boolean fromTheHost(CheckResult result, Host host) {
        if (result.reply().outcome() instanceof Outcome.Down down
                && down.fault() == Fault.NAME_NOT_FOUND) {
            return false;
        }
        CheckSpec check = result.service().check();
        String address = Addresses.of(check);
        return address == null || Addresses.itself(address, host);
    }

    private static CheckResult notJudged(CheckResult result, String silence) {
        var outcome = new Outcome.Unknown(silence, result.reply().outcome().message());
        return result.notJudged(new ProbeReply(outcome, Metrics.NONE));
    }

    private void sign(Host host) {
        Known each = of(host.id());
        each.sign = ticker.nanos();
        each.seen = clock.instant();
        if (each.state.standing() != Standing.ANSWERS) {
            apply(host, each, new Reachability.Answers(), Others.NONE);
        } else {
            teller.answers(host, cutOffSince == null);
        }
    }

    /// Whether something of the host answered while this check hung.
    private boolean signOfLife(HostId id, long began) {
        Known each = known.get(id);
        return each != null
                && each.state.standing() == Standing.ANSWERS
                && notBefore(each.sign, began);
    }

    private static boolean notBefore(@Nullable Long nanos, long began) {
        return nanos != null && nanos - began >= 0;
    }

    private boolean recent(@Nullable Long nanos, Duration limit) {
        return nanos != null && ticker.nanos() - nanos < limit.toNanos();
    }

    private Known of(HostId id) {
        return known.computeIfAbsent(id, _ -> new Known());
    }

    /// One question at a time for each host; who waited takes the answer of the one before. Silence
    /// is believed for a moment; an answer only says something about what went before it.
    ///
    /// @param began what began then is asked about
    private void knockAt(Host host, long began) throws InterruptedException {
        Known each = of(host.id());
        each.lock.lockInterruptibly();
        try {
            if (notBefore(each.asked, began)
                    || (each.state.standing() != Standing.ANSWERS
                            && recent(each.answered, KNOCK_KEPT))) {
                return;
            }
            each.asked = ticker.nanos();
            Reachability reply = knock.ask(host);
            Others others =
                    reply instanceof Reachability.Answers
                            ? Others.NONE
                            : knock.others(othersThan(host));
            each.answered = ticker.nanos();
            if (reply instanceof Reachability.Answers) {
                each.seen = clock.instant();
            }
            apply(host, each, reply, others);
        } finally {
            each.lock.unlock();
        }
    }

    private List<Host> othersThan(Host host) {
        return inventory.get().hosts().stream()
                .filter(each -> !each.local() && !each.id().equals(host.id()))
                .filter(each -> each.status() != HostStatus.DECOMMISSIONED)
                .sorted(Comparator.comparing(this::lastSeen).reversed())
                .toList();
    }

    private Instant lastSeen(Host host) {
        Known each = known.get(host.id());
        Instant seen = each == null ? null : each.seen;
        return seen == null ? Instant.EPOCH : seen;
    }

    private void apply(Host host, Known each, Reachability reply, Others others) {
        HostState before = each.state;
        var judged = HostRules.judge(before, reply, others, clock.instant());
        each.state = judged.state();
        if (judged.state().standing() == Standing.CUT_OFF) {
            cutOff();
        } else if (judged.state().standing() == Standing.ANSWERS || others.answered() > 0) {
            connected();
        }
        if (judged.change() == Change.SILENT) {
            teller.silent(host, judged.state().reason(), services(host).size());
        } else if (judged.change() == Change.BACK) {
            teller.back(host, before.since());
        } else if (judged.state().standing() == Standing.ANSWERS) {
            teller.answers(host, cutOffSince == null);
        }
        if (before.standing() != Standing.ANSWERS
                && judged.state().standing() == Standing.ANSWERS) {
            services(host).forEach(service -> checkNow.accept(service.id()));
        }
    }

    private List<Service> services(Host host) {
        return inventory.get().servicesOf(host.id());
    }

    private void cutOff() {
        cutOffLock.lock();
        try {
            if (cutOffSince == null) {
                cutOffSince = clock.instant();
                long remote =
                        inventory.get().hosts().stream().filter(host -> !host.local()).count();
                teller.cutOff((int) remote);
            }
        } finally {
            cutOffLock.unlock();
        }
    }

    private void connected() {
        if (cutOffSince == null) {
            return;
        }
        cutOffLock.lock();
        try {
            if (cutOffSince != null) {
                teller.connected(cutOffSince);
                cutOffSince = null;
            }
        } finally {
            cutOffLock.unlock();
        }
    }

    /// Asks the hosts that do not answer anew, at first often, each on a thread of its own. Called
    /// every second.
    public void turn() {
        known.forEach((id, each) -> {
            if (each.state.standing() != Standing.ANSWERS
                    && !each.lock.isLocked()
                    && !recent(each.answered, again(each.state))) {
                inventory.get().host(id).ifPresent(host -> askAside(host));
            }
        });
    }

    private static Duration again(HostState state) {
        Duration grown = FIRST_AGAIN.multipliedBy(Math.max(1, state.silences()));
        return grown.compareTo(LAST_AGAIN) < 0 ? grown : LAST_AGAIN;
    }

    private void askAside(Host host) {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        knockAt(host, ticker.nanos());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (RuntimeException e) {
                        LOG.atWarn()
                                .setCause(e)
                                .addKeyValue("host", host.id())
                                .log("a host could not be asked; it is asked again");
                    }
                });
    }

    /// When each host was last seen alive in this run.
    public Map<HostId, Instant> seen() {
        var seen = new HashMap<HostId, Instant>();
        known.forEach((id, each) -> {
            Instant at = each.seen;
            if (at != null) {
                seen.put(id, at);
            }
        });
        return seen;
    }

    /// Forgets hosts that left the inventory.
    public void use(Inventory newest) {
        Set<HostId> gone = new java.util.HashSet<>(known.keySet());
        newest.hosts().forEach(host -> gone.remove(host.id()));
        known.keySet().removeAll(gone);
    }
}
