package io.caretaker.core.alert;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What telling people must not forget: alerts with their sent-log, the outbox, and what people say
/// to alerts. Every writing method is durable when it returns. One daemon writes alerts and
/// deliveries; anybody may say something to them meanwhile.
public interface AlertStore {
    /// The alerts that fire, and those that ended at or after the instant, the oldest first; of one
    /// instant by id, as everywhere below.
    List<Alert> alerts(Instant endedSince);

    Optional<Alert> alert(String id);

    /// Creates or replaces alerts and deliveries by their ids: all of it, or nothing. Where a store
    /// cannot do that, a crash in between leaves deliveries written and alerts not, so that a
    /// message may be repeated and none is lost.
    void write(List<Alert> alerts, List<Delivery> deliveries);

    /// The deliveries that wait, in the order of their messages' times.
    List<Delivery> waiting();

    /// Deliveries of messages made at or after the instant, the newest first.
    ///
    /// @param limit at most so many
    List<Delivery> deliveries(Instant since, int limit);

    /// Deliveries that have a line about the alert, the newest first.
    List<Delivery> deliveriesOf(String alert);

    /// Creates or replaces the word on its alert.
    void acknowledge(Acknowledgement word);

    /// Takes the word on the alert back; false when there was none.
    boolean unacknowledge(String alert);

    /// All words, the oldest first.
    List<Acknowledgement> acknowledgements();

    void mute(Mute mute);

    /// Lifts a mute; false when there was none of that id.
    boolean unmute(String id);

    /// All mutes, also those that are over, the oldest first.
    List<Mute> mutes();

    /// Removes what has long been over: alerts that ended, deliveries that ended, and mutes that
    /// were over before the instant, and words on alerts that are not there any more.
    ///
    /// @return the number removed
    long prune(Instant before);
}
