package io.caretaker.server.tell;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertState;
import io.caretaker.core.alert.AlertStore;
import io.caretaker.core.alert.AlertingPolicy;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.Dependents;
import io.caretaker.core.alert.Notice;
import io.caretaker.core.alert.Pipeline;
import io.caretaker.core.alert.Turn;
import io.caretaker.core.alert.World;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.server.watch.StatusBoard;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One turn after the other from what the desk has heard to messages that are on their way: looks
/// at what is due, lets [Pipeline] decide, writes that down, and passes messages on. Used by one
/// thread.
final class AlertRound {
    private static final Logger LOG = LoggerFactory.getLogger("alerts");

    /// An alert that ended so long ago and owes nobody a word is looked for in the store no more.
    private static final Duration OWED_AT_MOST = Duration.ofDays(2);

    /// So long it waits at its start for a store that does not answer; then it goes on without.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// How long an ended alert may matter to others.
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private static final Duration LOAD_EVERY = Duration.ofSeconds(1);

    /// A clock that was set by more than this makes everything due.
    private static final Duration LARGEST_DRIFT = Duration.ofSeconds(5);

    private static final Duration LONGEST_GATHERING = Duration.ofSeconds(5);
    private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);
    private static final Duration COUNT_EVERY = Duration.ofSeconds(1);
    private static final Duration AFTER_DEFECT = Duration.ofMinutes(1);
    private static final int MOST_RECENT = 5_000;

    private final AlertDesk desk;
    private final Supplier<AlertStore> store;
    private final AlertBook book;
    private final Senders senders;
    private final StatusBoard board;
    private final Consumer<ServiceId> checkNow;
    private final InstantSource clock;
    private final Ticker ticker;
    private final KnownAlerts known = new KnownAlerts();
    private final ChannelLoads loads = new ChannelLoads();
    private final PeoplesWords words;
    private final SecureRandom random = new SecureRandom();
    private final long beganNanos;
    private AlertingPolicy policy = AlertingPolicy.NONE;
    private @Nullable Inventory inventory;
    private Dependents dependents = Dependents.NONE;
    private boolean loaded;
    private boolean loadFailed;
    private long nextLoadNanos;
    private long nextSweepNanos;
    private long nextDueNanos;
    private long nextCountNanos;
    private volatile AlertFigures figures = AlertFigures.NONE;
    private Instant lastNow;
    private long lastNanos;
    private volatile AlertsNow alertsNow = AlertsNow.NONE;

    AlertRound(
            AlertDesk desk,
            Supplier<AlertStore> store,
            AlertBook book,
            Senders senders,
            StatusBoard board,
            Consumer<ServiceId> checkNow,
            InstantSource clock,
            Ticker ticker) {
        this.desk = desk;
        this.store = store;
        this.book = book;
        this.senders = senders;
        this.board = board;
        this.checkNow = checkNow;
        this.clock = clock;
        this.ticker = ticker;
        this.words = new PeoplesWords(store, ticker);
        this.beganNanos = ticker.nanos();
        this.nextLoadNanos = beganNanos;
        this.nextSweepNanos = beganNanos;
        this.nextDueNanos = beganNanos;
        this.nextCountNanos = beganNanos;
        this.lastNow = clock.instant();
        this.lastNanos = beganNanos;
    }

    /// Takes a configuration over.
    void use(AlertingSetup setup) {
        policy = setup.policy();
        senders.use(setup.channels());
        known.allDue(clock.instant());
    }

    /// Reads what an earlier run has left, once the store answers.
    void load() {
        if (loaded || ticker.nanos() - nextLoadNanos < 0) {
            return;
        }
        nextLoadNanos = ticker.nanos() + LOAD_EVERY.toNanos();
        Instant now = clock.instant();
        try {
            List<Alert> stored = store.get().alerts(now.minus(OWED_AT_MOST));
            List<Delivery> recent = recent(now);
            List<Delivery> waiting = store.get().waiting();
            List<Alert> doubles = doubles(stored, now);
            known.put(stored);
            known.put(doubles);
            book.write(doubles, List.of());
            know(stored);
            loads.add(recent.reversed());
            senders.add(waiting);
            known.allDue(now);
            loaded = true;
        } catch (Problem problem) {
            if (!loadFailed) {
                LOG.atWarn()
                        .addKeyValue("problem", problem.message())
                        .log("alerts of an earlier run cannot be read yet");
            }
            loadFailed = true;
        }
    }

    /// Messages that were made lately. Only the store knows them, and alerts that a local copy
    /// knows are not told twice for want of them.
    private List<Delivery> recent(Instant now) {
        try {
            return store.get().deliveries(now.minus(ChannelLoads.window(policy)), MOST_RECENT);
        } catch (Problem problem) {
            return List.of();
        }
    }

    /// What this run, without a store, has raised anew is the same problem: the former alert ends.
    private List<Alert> doubles(List<Alert> stored, Instant now) {
        var doubles = new ArrayList<Alert>();
        for (Alert alert : stored) {
            Alert young = known.newest(alert.key());
            if (young != null && alert.firing() && !young.id().equals(alert.id())) {
                doubles.add(replaced(alert, young, now));
            }
        }
        return doubles;
    }

    /// Lets the desk know how the problems of the alerts stand.
    private void know(List<Alert> alerts) {
        desk.know(
                alerts.stream()
                        .map(alert -> known.newest(alert.key()))
                        .filter(Objects::nonNull)
                        .toList());
    }

    private static Alert replaced(Alert old, Alert young, Instant now) {
        return new Alert(
                old.id(),
                old.key(),
                AlertState.EXPIRED,
                old.severity(),
                old.title(),
                old.text(),
                old.since(),
                now,
                now,
                "it goes on as " + young.id(),
                old.beginnings(),
                "",
                old.tellings());
    }

    /// One turn, if there is anything to do.
    void turn() {
        boolean changed = changed();
        count(clock.instant());
        if (changed) {
            alertsNow =
                    new AlertsNow(
                            known.firing(true), known.firing(false), words.said(), words.mutes());
        }
    }

    /// How alerts stood at the end of the last turn; for any thread.
    AlertsNow now() {
        return alertsNow;
    }

    /// Whether something was decided, or people said something.
    private boolean changed() {
        if (!loaded) {
            load();
            if (!loaded && ticker.nanos() - beganNanos < PATIENCE.toNanos()) {
                return false;
            }
        }
        Instant now = clock.instant();
        boolean said = words.refresh();
        boolean moved = takeInventory();
        if (clockWasSet(now) || said || moved) {
            known.allDue(now);
        }
        sweep(now);
        List<Notice> notices = desk.take();
        List<Alert> due = ticker.nanos() - nextDueNanos < 0 ? List.of() : known.due(now);
        if (!notices.isEmpty() || !due.isEmpty()) {
            decide(due, notices, now);
            return true;
        }
        if (book.behind()) {
            book.retry();
        }
        return said;
    }

    /// Whoever wants the numbers comes from another thread, which must not see the alerts
    /// themselves.
    private void count(Instant now) {
        if (ticker.nanos() - nextCountNanos >= 0) {
            nextCountNanos = ticker.nanos() + COUNT_EVERY.toNanos();
            figures =
                    new AlertCensus(words.mutes(), words.words(), board.inventory(), now)
                            .of(known.all());
        }
    }

    /// How alerts stand. May be called by any thread.
    AlertFigures figures() {
        return figures;
    }

    private boolean takeInventory() {
        Inventory newest = board.inventory();
        if (newest == inventory) {
            return false;
        }
        inventory = newest;
        dependents = Dependents.of(newest);
        return true;
    }

    private boolean clockWasSet(Instant now) {
        long nanos = ticker.nanos();
        Duration drift =
                Duration.between(lastNow, now).minus(Duration.ofNanos(nanos - lastNanos)).abs();
        lastNow = now;
        lastNanos = nanos;
        return drift.compareTo(LARGEST_DRIFT) > 0;
    }

    private void decide(List<Alert> due, List<Notice> notices, Instant now) {
        try {
            one(due, notices, now);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("alerting met a defect; each notice is tried alone");
            Map<String, Instant> later = new HashMap<>();
            due.forEach(each -> later.put(each.id(), now.plus(AFTER_DEFECT)));
            known.looked(later.keySet(), later);
            notices.forEach(notice -> alone(notice, now));
        }
    }

    private void alone(Notice notice, Instant now) {
        try {
            one(List.of(), List.of(notice), now);
        } catch (RuntimeException e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("alert", notice.key())
                    .log("alerting met a defect; this is not told");
        }
    }

    private void one(List<Alert> due, List<Notice> notices, Instant now) {
        Turn turn = Pipeline.turn(due, notices, world(now), this::id, now);
        known.put(turn.changed());
        var looked = new HashSet<>(turn.looks().keySet());
        due.forEach(each -> looked.add(each.id()));
        turn.changed().forEach(each -> looked.add(each.id()));
        known.looked(looked, turn.looks());
        know(turn.changed());
        log(turn);
        // Durable first: whoever ends between the two repeats nothing and loses nothing.
        book.write(turn.changed(), turn.deliveries());
        loads.add(turn.deliveries());
        senders.add(turn.deliveries());
        gather(turn);
        turn.lookAt().forEach(checkNow);
    }

    /// What follows a message gathers for as long as new alerts wait for each other: a storm that
    /// lasts makes a message each time, not with each turn. New alerts wait no longer for that.
    private void gather(Turn turn) {
        if (!turn.deliveries().isEmpty()) {
            Duration wait = policy.groupWait();
            Duration kept = wait.compareTo(LONGEST_GATHERING) < 0 ? wait : LONGEST_GATHERING;
            nextDueNanos = ticker.nanos() + kept.toNanos();
        }
    }

    // NullAway does not see the annotation of a type argument in another module's class file.
    @SuppressWarnings("NullAway")
    private World world(Instant now) {
        return new World(
                known::newest,
                known::inThread,
                board.inventory(),
                dependents,
                board::state,
                words.mutes(),
                words.words(),
                policy,
                loads.of(policy, senders::waiting, now));
    }

    private String id() {
        return HexFormat.of().toHexDigits(random.nextLong()).substring(0, 10);
    }

    private static void log(Turn turn) {
        for (Delivery each : turn.deliveries()) {
            LOG.atInfo()
                    .addKeyValue("channel", each.channel())
                    .addKeyValue("message", each.id())
                    .addKeyValue("title", each.message().title())
                    .log("telling people");
        }
    }

    private void sweep(Instant now) {
        if (ticker.nanos() - nextSweepNanos >= 0) {
            nextSweepNanos = ticker.nanos() + SWEEP_EVERY.toNanos();
            Duration kept =
                    policy.reopen().compareTo(REMEMBERED) > 0 ? policy.reopen() : REMEMBERED;
            known.sweep(now.minus(kept));
        }
    }

    /// How long it may rest when nobody says anything, in nanoseconds.
    long rest() {
        Instant next = known.next();
        long untilWords = words.left();
        if (next == null) {
            return Math.max(0, untilWords);
        }
        // Bounds first: an instant may be too far away for nanoseconds.
        Duration left = Duration.between(clock.instant(), next);
        long nanos = left.compareTo(Duration.ofMinutes(1)) > 0 ? untilWords : left.toNanos();
        long gathering = nextDueNanos - ticker.nanos();
        return Math.max(0, Math.min(Math.max(nanos, gathering), untilWords));
    }

    /// Alerts that are kept in memory.
    int known() {
        return known.size();
    }
}
