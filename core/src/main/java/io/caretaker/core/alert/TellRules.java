package io.caretaker.core.alert;

import io.caretaker.core.alert.TellDecision.Later;
import io.caretaker.core.alert.TellDecision.Nothing;
import io.caretaker.core.alert.TellDecision.Tell;
import io.caretaker.core.inventory.Severity;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The stage that compares an alert with what a channel knows of it, and finds what is new. Pure.
final class TellRules {
    private final AlertingPolicy policy;
    private final Instant now;

    TellRules(AlertingPolicy policy, Instant now) {
        this.policy = policy;
        this.now = now;
    }

    /// What one channel is told.
    ///
    /// @param known what the channel knows; null for nothing
    /// @param wanted whether the channel is one of those that are to know now
    /// @param held whether nobody is told that the problem is there
    /// @param word what a person said to it; null for nothing that holds
    /// @param reason why it is told only now; may be empty
    TellDecision decide(
            Alert alert,
            @Nullable Telling known,
            ChannelPolicy channel,
            boolean wanted,
            boolean held,
            @Nullable Acknowledgement word,
            String reason) {
        TellDecision wish =
                alert.event()
                        ? event(known, wanted && !held)
                        : alert.firing()
                                ? wanted && !held
                                        ? firing(alert, known, channel, word, reason)
                                        : new Nothing(null)
                                : over(alert, known, channel);
        return wish instanceof Tell tell ? unlessQuiet(alert, known, channel, tell) : wish;
    }

    private static TellDecision event(@Nullable Telling known, boolean wanted) {
        boolean told = known != null && known.said() != null;
        return told || !wanted ? new Nothing(null) : Tell.of(Said.EVENT, "");
    }

    private TellDecision firing(
            Alert alert,
            @Nullable Telling known,
            ChannelPolicy channel,
            @Nullable Acknowledgement word,
            String reason) {
        boolean comesAndGoes = AlertLife.flapping(alert, now);
        Said said = known == null ? null : known.said();
        if (said == null
                || said == Said.RESOLVED
                || silentlyOver(alert, known, channel, comesAndGoes)) {
            return word != null
                            && channel.kind().repeat() == null
                            && !alert.changedAt().isAfter(word.at())
                    ? new Nothing(word.until())
                    : first(alert, comesAndGoes, reason);
        }
        Instant at = known == null || known.at() == null ? now : known.at();
        Severity severity = known == null ? alert.severity() : known.severity();
        if (alert.severity().compareTo(severity) > 0) {
            return Tell.of(Said.FIRING, "it became worse");
        }
        boolean youngWord = word != null && !word.at().isBefore(at);
        if (youngWord && said != Said.ACKNOWLEDGED) {
            return Tell.of(Said.ACKNOWLEDGED, "");
        }
        if (word == null && said == Said.ACKNOWLEDGED) {
            return Tell.of(Said.FIRING, "it is no longer acknowledged");
        }
        return repeat(alert, channel, word, at, comesAndGoes);
    }

    /// Whether it was over in between, which the channel did not want to hear.
    private static boolean silentlyOver(
            Alert alert, @Nullable Telling known, ChannelPolicy channel, boolean comesAndGoes) {
        if (known == null || channel.resolved() || channel.kind().machine()) {
            return false;
        }
        Instant at = known.at();
        return at != null
                && at.isBefore(AlertLife.beginning(alert))
                && !(known.flapping() && comesAndGoes);
    }

    private TellDecision first(Alert alert, boolean comesAndGoes, String reason) {
        Duration hold = policy.rule(alert.key().rule()).hold();
        Duration wait = hold.compareTo(policy.groupWait()) > 0 ? hold : policy.groupWait();
        Instant due = Pause.end(AlertLife.beginning(alert), wait, now);
        if (due != null) {
            return new Later(due, false);
        }
        if (comesAndGoes) {
            return new Tell(Said.FIRING, "it comes and goes", true);
        }
        boolean again = alert.beginnings().size() > 1;
        return Tell.of(Said.FIRING, reason.isEmpty() && again ? "again" : reason);
    }

    private TellDecision repeat(
            Alert alert,
            ChannelPolicy channel,
            @Nullable Acknowledgement word,
            Instant at,
            boolean comesAndGoes) {
        Duration kind = channel.kind().repeat();
        Duration wish = channel.repeat() == null ? policy.repeat() : channel.repeat();
        Duration interval = kind != null && kind.compareTo(wish) < 0 ? kind : wish;
        if (word != null && kind == null) {
            return new Nothing(word.until());
        }
        Instant due = Pause.end(at, interval, now);
        if (due != null) {
            return new Nothing(due);
        }
        return new Tell(
                word != null ? Said.ACKNOWLEDGED : Said.FIRING,
                "still, after "
                        + PlainTime.duration(Duration.between(AlertLife.beginning(alert), now)),
                comesAndGoes);
    }

    private TellDecision over(Alert alert, @Nullable Telling known, ChannelPolicy channel) {
        if (known == null) {
            return new Nothing(null);
        }
        Said said = known.said();
        if (said == null) {
            return known.owedSince() == null
                    ? new Nothing(null)
                    : Tell.of(
                            Said.RESOLVED,
                            "it was there and is over; this could not be told before");
        }
        if (said == Said.RESOLVED || (!channel.resolved() && !channel.kind().machine())) {
            return new Nothing(null);
        }
        Instant ended = alert.endedAt();
        Instant calm = ended == null ? null : Pause.end(ended, AlertLife.CALM, now);
        return known.flapping() && alert.state() == AlertState.RESOLVED && calm != null
                ? new Later(calm, false)
                : Tell.of(Said.RESOLVED, "");
    }

    /// A tool that was told before hears how it goes on: it would rouse people for what is over.
    private TellDecision unlessQuiet(
            Alert alert, @Nullable Telling known, ChannelPolicy channel, Tell tell) {
        QuietHours quiet = channel.quiet();
        boolean goesOn = channel.kind().machine() && known != null && known.open();
        boolean rouses = tell.said() == Said.FIRING && channel.kind().repeat() == null;
        if (quiet == null
                || alert.severity().compareTo(quiet.except()) >= 0
                || (goesOn && !rouses)) {
            return tell;
        }
        Instant until = quiet.quietUntil(now);
        return until == null ? tell : new Later(until, true);
    }
}
