package io.caretaker.testkit.store;

import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.Approval.Verdict;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.recovery.RecoveryRequest;
import io.caretaker.core.recovery.RecoveryState;
import io.caretaker.core.recovery.RecoveryStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What recovery remembers, in memory. Thread-safe.
final class InMemoryRecovery implements RecoveryStore {
    private final Map<ServiceId, RecoveryState> states = new TreeMap<>();
    private final Map<String, Approval> approvals = new TreeMap<>();
    private final Map<String, RecoveryRequest> requests = new LinkedHashMap<>();
    private @Nullable Pause pause;

    @Override
    public synchronized Map<ServiceId, RecoveryState> states() {
        return Map.copyOf(states);
    }

    @Override
    public synchronized void write(RecoveryState state) {
        states.put(state.service(), state);
    }

    @Override
    public synchronized void forget(ServiceId service) {
        states.remove(service);
    }

    @Override
    public synchronized Optional<Pause> pause() {
        return Optional.ofNullable(pause);
    }

    @Override
    public synchronized void pause(Pause newPause) {
        pause = newPause;
    }

    @Override
    public synchronized void resume() {
        pause = null;
    }

    @Override
    public synchronized void write(Approval approval) {
        approvals.put(approval.id(), approval);
    }

    @Override
    public synchronized List<Approval> approvals(Instant since) {
        return approvals.values().stream()
                .filter(each -> !each.requestedAt().isBefore(since))
                .sorted(Comparator.comparing(Approval::requestedAt).reversed())
                .toList();
    }

    @Override
    public synchronized Optional<Approval> decide(
            String id, Verdict verdict, String who, Instant now) {
        Approval pending = approvals.get(id);
        if (pending == null || pending.verdict() != Verdict.PENDING || pending.expired(now)) {
            return Optional.empty();
        }
        Approval decided = pending.decided(verdict, who, now);
        approvals.put(id, decided);
        return Optional.of(decided);
    }

    @Override
    public synchronized void submit(RecoveryRequest request) {
        if (requests.putIfAbsent(request.id(), request) != null) {
            throw new Problem(
                    ProblemCode.DUPLICATE,
                    "recovery request '" + request.id() + "' exists already",
                    "choose another id");
        }
    }

    @Override
    public synchronized List<RecoveryRequest> openRequests() {
        return requests.values().stream()
                .filter(each -> each.finishedAt() == null)
                .sorted(Comparator.comparing(RecoveryRequest::requestedAt))
                .toList();
    }

    @Override
    public synchronized Optional<RecoveryRequest> request(String id) {
        return Optional.ofNullable(requests.get(id));
    }

    @Override
    public synchronized void finish(String id, Instant at, boolean success, String message) {
        RecoveryRequest open = requests.get(id);
        if (open != null && open.finishedAt() == null) {
            requests.put(
                    id,
                    new RecoveryRequest(
                            id,
                            open.service(),
                            open.requestedBy(),
                            open.requestedAt(),
                            open.force(),
                            at,
                            success,
                            message));
        }
    }

    @Override
    public synchronized long prune(Instant before) {
        long all = approvals.size() + (long) requests.size();
        approvals.values().removeIf(each -> each.requestedAt().isBefore(before));
        requests.values()
                .removeIf(each -> {
                    Instant finished = each.finishedAt();
                    return finished != null && finished.isBefore(before);
                });
        return all - approvals.size() - requests.size();
    }
}
