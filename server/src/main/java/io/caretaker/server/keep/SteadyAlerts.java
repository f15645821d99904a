package io.caretaker.server.keep;

import io.caretaker.core.alert.Acknowledgement;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertStore;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.Mute;
import io.caretaker.core.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Alerts, the outbox and people's words: what the daemon writes while the store does not answer is
/// kept in its own files, and what people said last holds. People themselves need the store.
///
/// @param known open alerts, waiting deliveries, and what people said last
record SteadyAlerts(StoreLine line, KnownAlerts known) implements AlertStore {
    @Override
    public List<Alert> alerts(Instant endedSince) {
        return asked(
                alerts -> alerts.alerts(endedSince), known::alerts, _ -> known.alerts(endedSince));
    }

    @Override
    public Optional<Alert> alert(String id) {
        return line.ask(store -> store.alerts().alert(id), _ -> known.alert(id));
    }

    @Override
    public void write(List<Alert> alerts, List<Delivery> deliveries) {
        line.tell(
                store -> store.alerts().write(alerts, deliveries),
                () -> List.of(new Waiting.Alerts(alerts, deliveries)));
        known.written(alerts, deliveries);
    }

    @Override
    public List<Delivery> waiting() {
        return asked(AlertStore::waiting, known::waiting, _ -> known.waiting());
    }

    @Override
    public List<Delivery> deliveries(Instant since, int limit) {
        return line.ifThere(store -> store.alerts().deliveries(since, limit));
    }

    @Override
    public List<Delivery> deliveriesOf(String alert) {
        return line.ifThere(store -> store.alerts().deliveriesOf(alert));
    }

    @Override
    public void acknowledge(Acknowledgement word) {
        there(alerts -> alerts.acknowledge(word));
    }

    @Override
    public boolean unacknowledge(String alert) {
        return line.ifThere(store -> store.alerts().unacknowledge(alert));
    }

    @Override
    public List<Acknowledgement> acknowledgements() {
        return asked(AlertStore::acknowledgements, known::words, _ -> known.words());
    }

    @Override
    public void mute(Mute mute) {
        there(alerts -> alerts.mute(mute));
    }

    @Override
    public boolean unmute(String id) {
        return line.ifThere(store -> store.alerts().unmute(id));
    }

    @Override
    public List<Mute> mutes() {
        return asked(AlertStore::mutes, known::mutes, _ -> known.mutes());
    }

    @Override
    public long prune(Instant before) {
        return line.ifThere(store -> store.alerts().prune(before));
    }

    private <T> T asked(
            Function<AlertStore, T> question,
            Consumer<T> remember,
            Function<Problem, T> otherwise) {
        return line.ask(
                store -> {
                    T newest = question.apply(store.alerts());
                    remember.accept(newest);
                    return newest;
                },
                otherwise);
    }

    private void there(Consumer<AlertStore> word) {
        line.ifThere(store -> {
            word.accept(store.alerts());
            return true;
        });
    }
}
