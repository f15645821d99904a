package io.caretaker.server.keep;

import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.recovery.RecoveryState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the store said last, with what was told it since. Thread-safe.
final class LastKnown {
    private final Map<ServiceId, RecoveryState> states = new HashMap<>();
    private final KnownAlerts alerts = new KnownAlerts();
    private @Nullable Inventory inventory;
    private long revision;
    private @Nullable Pause pause;
    private List<Approval> approvals = List.of();
    private boolean changed;

    /// All of it at one moment.
    record Snapshot(
            long revision,
            Inventory inventory,
            List<RecoveryState> states,
            @Nullable Pause pause,
            List<Approval> approvals) {
        Snapshot {
            states = List.copyOf(states);
            approvals = List.copyOf(approvals);
        }
    }

    KnownAlerts alerts() {
        return alerts;
    }

    synchronized @Nullable Inventory inventory() {
        return inventory;
    }

    synchronized void inventory(Inventory newest) {
        changed |= newest != inventory;
        inventory = newest;
    }

    synchronized long revision() {
        return revision;
    }

    synchronized void revision(long newest) {
        changed |= newest != revision;
        revision = newest;
    }

    synchronized Map<ServiceId, RecoveryState> states() {
        return Map.copyOf(states);
    }

    synchronized void states(Map<ServiceId, RecoveryState> newest) {
        if (!states.equals(newest)) {
            states.clear();
            states.putAll(newest);
            changed = true;
        }
    }

    synchronized void state(RecoveryState state) {
        states.put(state.service(), state);
        changed = true;
    }

    synchronized void forget(ServiceId service) {
        changed |= states.remove(service) != null;
    }

    synchronized @Nullable Pause pause() {
        return pause;
    }

    synchronized void pause(@Nullable Pause newest) {
        changed |= !java.util.Objects.equals(pause, newest);
        pause = newest;
    }

    synchronized List<Approval> approvals() {
        return approvals;
    }

    synchronized void approvals(List<Approval> newest) {
        changed |= !approvals.equals(newest);
        approvals = List.copyOf(newest);
    }

    /// Adds one, newest first, in place of one with its id.
    synchronized void approval(Approval approval) {
        var all = new ArrayList<Approval>();
        all.add(approval);
        approvals.stream().filter(each -> !each.id().equals(approval.id())).forEach(all::add);
        approvals = List.copyOf(all);
        changed = true;
    }

    /// What has to be written to the local copy; null when nothing has changed since the last call,
    /// or too little is known.
    synchronized @Nullable Snapshot toSave() {
        Inventory known = inventory;
        if (!changed || known == null) {
            return null;
        }
        changed = false;
        return new Snapshot(revision, known, List.copyOf(states.values()), pause, approvals);
    }

    synchronized void saveAgain() {
        changed = true;
    }

    synchronized void restore(Snapshot snapshot) {
        inventory = snapshot.inventory;
        revision = snapshot.revision;
        snapshot.states.forEach(state -> states.put(state.service(), state));
        pause = snapshot.pause;
        approvals = snapshot.approvals;
    }
}
