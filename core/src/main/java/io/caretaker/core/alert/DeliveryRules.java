package io.caretaker.core.alert;

import io.caretaker.core.alert.Delivery.State;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The stage that decides what becomes of a message after an attempt to send it. Pure.
public final class DeliveryRules {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final Duration REFUSED_PAUSE = Duration.ofMinutes(1);

    /// However long a receiver asks to be left alone.
    private static final Duration LONGEST_WISH = Duration.ofHours(1);

    /// So many failures in a row make a channel one that does not deliver.
    public static final int FAILING = 4;

    /// So many failures of one message, while others arrive, are the message's own.
    private static final int STUBBORN = 12;

    private DeliveryRules() {}

    /// The delivery after one more attempt.
    ///
    /// @param random from 0 inclusive to 1 exclusive, which spreads the pauses
    public static Delivery after(
            Delivery before, SendReply reply, Duration giveUp, double random, Instant now) {
        int attempts = before.attempts() + 1;
        return switch (reply) {
            case SendReply.Delivered(String detail) ->
                    ended(before, State.SENT, attempts, detail, now);
            case SendReply.Partly(String detail) ->
                    ended(before, State.SENT, attempts, detail, now);
            case SendReply.MessageRefused(String detail) ->
                    ended(before, State.DEAD, attempts, detail, now);
            case SendReply.Later(String detail, @Nullable Duration pause) ->
                    again(before, attempts, detail, pause(attempts, pause, random), giveUp, now);
            case SendReply.ChannelRefused(String detail) ->
                    again(
                            before,
                            attempts,
                            detail,
                            longer(REFUSED_PAUSE, pause(attempts, null, random)),
                            giveUp,
                            now);
        };
    }

    /// The delivery, given up when it fails again and again although the channel takes others.
    ///
    /// @param othersArrived whether another message arrived since this one was made
    public static Delivery unlessStubborn(Delivery after, boolean othersArrived, Instant now) {
        return after.waiting() && othersArrived && after.attempts() >= STUBBORN
                ? ended(
                        after,
                        State.DEAD,
                        after.attempts(),
                        after.detail() + "; others arrived meanwhile",
                        now)
                : after;
    }

    /// Whether a channel that answered so does not deliver, and people should know.
    ///
    /// @param inARow failed attempts since the channel last took a message
    public static boolean failing(int inARow, SendReply reply) {
        return switch (reply) {
            case SendReply.ChannelRefused _, SendReply.Partly _ -> true;
            case SendReply.Later _ -> inARow >= FAILING;
            case SendReply.Delivered _, SendReply.MessageRefused _ -> false;
        };
    }

    private static Delivery again(
            Delivery before,
            int attempts,
            String detail,
            Duration pause,
            Duration giveUp,
            Instant now) {
        Instant last = before.message().at().plus(giveUp);
        return now.isBefore(last)
                ? new Delivery(
                        before.message(), State.WAITING, attempts, now.plus(pause), null, detail)
                : ended(before, State.DEAD, attempts, detail, now);
    }

    private static Delivery ended(
            Delivery before, State state, int attempts, String detail, Instant now) {
        return new Delivery(before.message(), state, attempts, now, now, detail);
    }

    /// Doubles with each attempt, less up to half of it; never shorter than the receiver's wish.
    static Duration pause(int attempts, @Nullable Duration wish, double random) {
        long doubled = FIRST_PAUSE.toMillis() << Math.min(attempts - 1, 20);
        long most = Math.min(doubled, LONGEST_PAUSE.toMillis());
        Duration own = Duration.ofMillis(most - (long) (most / 2.0 * random));
        return wish == null
                ? own
                : longer(own, wish.compareTo(LONGEST_WISH) < 0 ? wish : LONGEST_WISH);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
