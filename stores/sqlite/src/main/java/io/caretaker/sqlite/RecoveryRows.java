package io.caretaker.sqlite;

import static io.caretaker.sqlite.SqliteFile.instant;

import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.Approval.Verdict;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.recovery.RecoveryRequest;
import io.caretaker.core.recovery.RecoveryState;
import io.caretaker.core.recovery.RecoveryState.InFlight;
import io.caretaker.core.recovery.RecoveryStep;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes the records of recovery of their rows.
final class RecoveryRows {
    private RecoveryRows() {}

    static RecoveryState state(ResultSet row) throws SQLException {
        return new RecoveryState(
                new ServiceId(row.getString("service")),
                row.getInt("attempts"),
                instant(row, "last_attempt"),
                instant(row, "not_before"),
                row.getBoolean("last_succeeded"),
                row.getBoolean("gave_up"),
                inFlight(row),
                instant(row, "blocked_since"));
    }

    private static @Nullable InFlight inFlight(ResultSet row) throws SQLException {
        String step = row.getString("step");
        Instant started = instant(row, "step_started_at");
        return step == null || started == null
                ? null
                : new InFlight(RecoveryStep.valueOf(step), started);
    }

    static Pause pause(ResultSet row) throws SQLException {
        return new Pause(
                row.getString("paused_by"),
                row.getString("reason"),
                known(row, "paused_since"),
                instant(row, "paused_until"));
    }

    static Approval approval(ResultSet row) throws SQLException {
        return new Approval(
                row.getString("id"),
                new ServiceId(row.getString("service")),
                row.getString("reason"),
                known(row, "requested_at"),
                known(row, "expires_at"),
                Verdict.valueOf(row.getString("verdict")),
                row.getString("decided_by"),
                instant(row, "decided_at"));
    }

    static RecoveryRequest request(ResultSet row) throws SQLException {
        return new RecoveryRequest(
                row.getString("id"),
                new ServiceId(row.getString("service")),
                row.getString("requested_by"),
                known(row, "requested_at"),
                row.getBoolean("forced"),
                instant(row, "finished_at"),
                success(row),
                row.getString("message"));
    }

    private static @Nullable Boolean success(ResultSet row) throws SQLException {
        boolean success = row.getBoolean("success");
        return row.wasNull() ? null : success;
    }

    private static Instant known(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(instant(row, column), column);
    }
}
