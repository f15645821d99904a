package io.caretaker.server.keep;

import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.Approval.Verdict;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.recovery.RecoveryRequest;
import io.caretaker.core.recovery.RecoveryState;
import io.caretaker.core.recovery.RecoveryStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What recovery must not forget: while the store does not answer it is kept in the daemon's own
/// files, and what people said last holds.
record SteadyRecovery(StoreLine line, LastKnown known) implements RecoveryStore {
    @Override
    public Map<ServiceId, RecoveryState> states() {
        return line.ask(
                store -> {
                    Map<ServiceId, RecoveryState> newest = store.recovery().states();
                    known.states(newest);
                    return newest;
                },
                _ -> known.states());
    }

    @Override
    public void write(RecoveryState state) {
        line.tell(
                store -> store.recovery().write(state), () -> List.of(new Waiting.Recovery(state)));
        known.state(state);
    }

    @Override
    public void forget(ServiceId service) {
        line.tell(
                store -> store.recovery().forget(service),
                () -> List.of(new Waiting.Forgotten(service)));
        known.forget(service);
    }

    @Override
    public Optional<Pause> pause() {
        return line.ask(
                store -> {
                    Optional<Pause> newest = store.recovery().pause();
                    known.pause(newest.orElse(null));
                    return newest;
                },
                _ -> Optional.ofNullable(known.pause()));
    }

    @Override
    public void pause(Pause pause) {
        there(recovery -> recovery.pause(pause));
    }

    @Override
    public void resume() {
        there(RecoveryStore::resume);
    }

    private void there(java.util.function.Consumer<RecoveryStore> word) {
        line.ifThere(store -> {
            word.accept(store.recovery());
            return true;
        });
    }

    @Override
    public void write(Approval approval) {
        line.tell(
                store -> store.recovery().write(approval),
                () -> List.of(new Waiting.Asked(approval)));
        known.approval(approval);
    }

    @Override
    public List<Approval> approvals(Instant since) {
        return line.ask(
                store -> {
                    List<Approval> newest = store.recovery().approvals(since);
                    known.approvals(newest);
                    return newest;
                },
                _ -> known.approvals());
    }

    @Override
    public Optional<Approval> decide(String id, Verdict verdict, String who, Instant now) {
        return line.ifThere(store -> store.recovery().decide(id, verdict, who, now));
    }

    @Override
    public void submit(RecoveryRequest request) {
        there(recovery -> recovery.submit(request));
    }

    @Override
    public List<RecoveryRequest> openRequests() {
        return line.ask(store -> store.recovery().openRequests(), _ -> List.of());
    }

    @Override
    public Optional<RecoveryRequest> request(String id) {
        return line.ifThere(store -> store.recovery().request(id));
    }

    @Override
    public void finish(String id, Instant at, boolean success, String message) {
        line.tell(
                store -> store.recovery().finish(id, at, success, message),
                () -> List.of(new Waiting.Finished(id, at, success, message)));
    }

    @Override
    public long prune(Instant before) {
        return line.ifThere(store -> store.recovery().prune(before));
    }
}
