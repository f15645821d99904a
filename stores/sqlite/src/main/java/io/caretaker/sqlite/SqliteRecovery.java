package io.caretaker.sqlite;

import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.Approval.Verdict;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.recovery.RecoveryRequest;
import io.caretaker.core.recovery.RecoveryState;
import io.caretaker.core.recovery.RecoveryState.InFlight;
import io.caretaker.core.recovery.RecoveryStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What recovery must not forget. Thread-safe.
final class SqliteRecovery implements RecoveryStore {
    private final Database database;

    SqliteRecovery(Database database) {
        this.database = database;
    }

    @Override
    public Map<ServiceId, RecoveryState> states() {
        return database
                .read(file -> file.list("SELECT * FROM recovery_states", RecoveryRows::state))
                .stream()
                .collect(Collectors.toMap(RecoveryState::service, Function.identity()));
    }

    @Override
    public void write(RecoveryState state) {
        InFlight step = state.inFlight();
        update(
                "INSERT OR REPLACE INTO recovery_states VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                state.service().value(),
                state.attempts(),
                state.lastAttempt(),
                state.notBefore(),
                state.lastSucceeded(),
                state.gaveUp(),
                step == null ? null : step.step().name(),
                step == null ? null : step.startedAt(),
                state.blockedSince());
    }

    @Override
    public boolean acknowledge(ServiceId service) {
        return update(
                        "UPDATE recovery_states SET blocked_since = NULL"
                                + " WHERE service = ? AND blocked_since IS NOT NULL",
                        service.value())
                > 0;
    }

    @Override
    public void forget(ServiceId service) {
        update("DELETE FROM recovery_states WHERE service = ?", service.value());
    }

    @Override
    public Optional<Pause> pause() {
        return database.read(file -> file.first("SELECT * FROM pauses", RecoveryRows::pause));
    }

    @Override
    public void pause(Pause pause) {
        update(
                "INSERT OR REPLACE INTO pauses VALUES (1, ?, ?, ?, ?)",
                pause.by(),
                pause.reason(),
                pause.since(),
                pause.until());
    }

    @Override
    public void resume() {
        update("DELETE FROM pauses");
    }

    @Override
    public void write(Approval approval) {
        update(
                "INSERT OR REPLACE INTO approvals VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                approval.id(),
                approval.service().value(),
                approval.reason(),
                approval.requestedAt(),
                approval.expiresAt(),
                approval.verdict().name(),
                approval.decidedBy(),
                approval.decidedAt());
    }

    @Override
    public List<Approval> approvals(Instant since) {
        return database.read(file ->
                file.list(
                        "SELECT * FROM approvals WHERE requested_at >= ?"
                                + " ORDER BY requested_at DESC, id DESC",
                        RecoveryRows::approval,
                        since));
    }

    @Override
    public Optional<Approval> decide(String id, Verdict verdict, String who, Instant now) {
        return database.write(file ->
                file.first(
                        "UPDATE approvals SET verdict = ?, decided_by = ?, decided_at = ?"
                                + " WHERE id = ? AND verdict = 'PENDING' AND expires_at > ?"
                                + " RETURNING *",
                        RecoveryRows::approval,
                        verdict.name(),
                        who,
                        now,
                        id,
                        now));
    }

    @Override
    public void submit(RecoveryRequest request) {
        int added =
                update(
                        "INSERT OR IGNORE INTO requests VALUES (null, ?, ?, ?, ?, ?, ?, ?, ?)",
                        request.id(),
                        request.service().value(),
                        request.requestedBy(),
                        request.requestedAt(),
                        request.force(),
                        request.finishedAt(),
                        request.success(),
                        request.message());
        if (added == 0) {
            throw new Problem(
                    ProblemCode.DUPLICATE,
                    "recovery request '" + request.id() + "' exists already",
                    "choose another id");
        }
    }

    @Override
    public List<RecoveryRequest> openRequests() {
        return database.read(file ->
                file.list(
                        "SELECT * FROM requests WHERE finished_at IS NULL"
                                + " ORDER BY requested_at, number",
                        RecoveryRows::request));
    }

    @Override
    public Optional<RecoveryRequest> request(String id) {
        return database.read(file ->
                file.first("SELECT * FROM requests WHERE id = ?", RecoveryRows::request, id));
    }

    @Override
    public void finish(String id, Instant at, boolean success, String message) {
        update(
                "UPDATE requests SET finished_at = ?, success = ?, message = ?"
                        + " WHERE id = ? AND finished_at IS NULL",
                at,
                success,
                message,
                id);
    }

    @Override
    public long prune(Instant before) {
        return database.write(file ->
                file.update("DELETE FROM approvals WHERE requested_at < ?", before)
                        + file.update("DELETE FROM requests WHERE finished_at < ?", before));
    }

    private int update(String sql, @Nullable Object... parameters) {
        return database.write(file -> file.update(sql, parameters));
    }
}
