package io.caretaker.server.desk;

import io.caretaker.core.alert.Acknowledgement;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertMatcher;
import io.caretaker.core.alert.AlertView;
import io.caretaker.core.alert.Mute;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What people say to alerts: that they see to them, and that nobody is to be told. Each word is in
/// the audit log. Thread-safe.
public final class AlertAnswers {
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final Supplier<? extends Store> store;
    private final Supplier<Inventory> inventory;
    private final InstantSource clock;
    private final ZoneId zone;

    /// @param inventory where alerts belong: in a daemon what it has in memory
    /// @param zone for times in what people are told
    public AlertAnswers(
            Supplier<? extends Store> store,
            Supplier<Inventory> inventory,
            InstantSource clock,
            ZoneId zone) {
        this.store = store;
        this.inventory = inventory;
        this.clock = clock;
        this.zone = zone;
    }

    /// An alert, and what somebody said to it.
    public record Acknowledged(Alert alert, Acknowledgement word) {}

    private OpenAlerts open(Store in) {
        return new OpenAlerts(inventory.get(), in.alerts(), clock.instant());
    }

    /// Says that the actor sees to alerts. Saying it once more without a comment keeps what the
    /// same person said before.
    ///
    /// @param ids of alerts, or beginnings of ids that only one has
    /// @param until null until they are over
    /// @throws Problem `NOT_FOUND`, or `DENIED` when one is over; then nothing was said to any
    public List<Acknowledged> acknowledge(
            List<String> ids, @Nullable Instant until, String comment, String actor) {
        Store in = store.get();
        OpenAlerts open = open(in);
        Instant now = clock.instant();
        List<Alert> alerts = ids.stream().map(open::find).distinct().toList();
        alerts.forEach(this::requireOpen);
        List<Acknowledged> said =
                alerts.stream()
                        .map(each -> word(open.view(each), now, until, comment, actor))
                        .toList();
        for (Acknowledged each : said) {
            in.alerts().acknowledge(each.word());
            audit(in, actor, "alert.acknowledge", each.alert().id(), said(each.word()));
        }
        return said;
    }

    private static Acknowledged word(
            AlertView view, Instant now, @Nullable Instant until, String comment, String actor) {
        Acknowledgement earlier = view.word();
        String kept =
                comment.isEmpty() && earlier != null && earlier.by().equals(actor)
                        ? earlier.comment()
                        : comment;
        return new Acknowledged(
                view.alert(), new Acknowledgement(view.alert().id(), actor, now, until, kept));
    }

    private void requireOpen(Alert alert) {
        Instant ended = alert.endedAt();
        if (!alert.firing()) {
            throw new Problem(
                    ProblemCode.DENIED,
                    alert.event()
                            ? alert.id() + " merely happened, there is nothing to see to"
                            : alert.id()
                                    + " is already over"
                                    + (ended == null
                                            ? ""
                                            : " since " + LOCAL.format(ended.atZone(zone))),
                    "`caretaker alert list` shows what is open");
        }
    }

    private static String said(Acknowledgement word) {
        String until = until(word.until(), "it is over");
        return word.comment().isEmpty() ? until : until + ": " + word.comment();
    }

    /// The exact time is kept elsewhere.
    private static String until(@Nullable Instant end, String open) {
        return "until " + (end == null ? open : end.truncatedTo(ChronoUnit.SECONDS));
    }

    /// Takes back that somebody sees to alerts.
    ///
    /// @return the ids of the alerts
    /// @throws Problem `NOT_FOUND` when nobody sees to one; then nothing was taken back
    public List<String> unacknowledge(List<String> ids, String actor) {
        Store in = store.get();
        OpenAlerts open = open(in);
        List<String> found = ids.stream().map(open::find).map(Alert::id).distinct().toList();
        List<String> said =
                in.alerts().acknowledgements().stream().map(Acknowledgement::alert).toList();
        for (String id : found) {
            if (!said.contains(id)) {
                throw new Problem(
                        ProblemCode.NOT_FOUND,
                        "nobody said that they see to " + id,
                        "`caretaker alert list --status acknowledged` shows the others");
            }
        }
        for (String id : found) {
            if (in.alerts().unacknowledge(id)) {
                audit(in, actor, "alert.unacknowledge", id, "");
            }
        }
        return found;
    }

    /// Lets nobody be told of one problem, also when it comes again.
    ///
    /// @param id of an alert, or the beginning that only it has
    /// @param until null until it is lifted
    public Mute mute(String id, @Nullable Instant until, String comment, String actor) {
        Store in = store.get();
        AlertMatcher matcher = AlertMatcher.of(open(in).find(id).key());
        return mute(in, matcher, until, comment, actor);
    }

    /// Lets nobody be told of alerts.
    ///
    /// @param typed services may be named by more than their ids
    /// @param until null until it is lifted
    /// @throws Problem `NOT_FOUND` for what the inventory does not have
    public Mute mute(AlertMatcher typed, @Nullable Instant until, String comment, String actor) {
        Store in = store.get();
        return mute(in, AlertChoice.in(inventory.get(), typed), until, comment, actor);
    }

    private Mute mute(
            Store in, AlertMatcher matcher, @Nullable Instant until, String comment, String actor) {
        var mute =
                new Mute(
                        "m-" + UUID.randomUUID().toString().substring(0, 8),
                        matcher,
                        actor,
                        clock.instant(),
                        until,
                        comment);
        in.alerts().mute(mute);
        audit(in, actor, "alert.mute", mute.id(), said(mute));
        return mute;
    }

    private static String said(Mute mute) {
        return String.join(
                ", ",
                Stream.of(mute.matcher().words(), until(mute.until(), "lifted"), mute.comment())
                        .filter(each -> !each.isEmpty())
                        .toList());
    }

    /// Lifts mutes.
    ///
    /// @param ids of mutes, or of alerts that were muted by their ids; or beginnings of them
    /// @return the mutes lifted
    /// @throws Problem `NOT_FOUND` when something is not muted, `DENIED` when it is muted with
    ///   others; then nothing was lifted
    public List<Mute> unmute(List<String> ids, String actor) {
        Store in = store.get();
        OpenAlerts open = open(in);
        List<Mute> found =
                ids.stream().flatMap(id -> HeldMutes.meant(open, id)).distinct().toList();
        for (Mute mute : found) {
            if (in.alerts().unmute(mute.id())) {
                audit(in, actor, "alert.unmute", mute.id(), mute.matcher().words());
            }
        }
        return found;
    }

    private void audit(Store in, String actor, String action, String target, String what) {
        in.audit().append(AuditEntry.of(clock.instant(), actor, action, target, true, what));
    }
}
