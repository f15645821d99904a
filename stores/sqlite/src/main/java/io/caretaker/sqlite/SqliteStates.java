package io.caretaker.sqlite;

import static io.caretaker.sqlite.SqliteFile.instant;
import static io.caretaker.sqlite.SqliteFile.integer;

import io.caretaker.core.check.Fault;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.FlapHistory;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.StateStore;
import io.caretaker.core.status.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The newest state of each service, one a row. Thread-safe.
final class SqliteStates implements StateStore {
    private final Database database;

    SqliteStates(Database database) {
        this.database = database;
    }

    @Override
    public Map<ServiceId, ServiceState> read() {
        return database
                .read(file -> file.list("SELECT * FROM states", SqliteStates::state))
                .stream()
                .collect(Collectors.toMap(ServiceState::id, Function.identity()));
    }

    @Override
    public void write(Collection<ServiceState> states) {
        if (states.isEmpty()) {
            return;
        }
        database.write(file -> {
            for (ServiceState each : states) {
                write(file, each);
            }
            return states.size();
        });
    }

    @Override
    public void remove(Set<ServiceId> services) {
        if (services.isEmpty()) {
            return;
        }
        database.write(file -> {
            for (ServiceId each : services) {
                file.update("DELETE FROM states WHERE service = ?", each.value());
            }
            return services.size();
        });
    }

    private static void write(SqliteFile file, ServiceState state) throws SQLException {
        Fault fault = state.fault();
        file.update(
                "INSERT OR REPLACE INTO states VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                state.id().value(),
                state.status().name(),
                state.lastResult().name(),
                state.attempt(),
                state.consecutiveFailures(),
                state.lastCheck(),
                state.statusSince(),
                state.upSince(),
                state.flaps().changes(),
                state.flapping(),
                state.unreachable(),
                state.message(),
                fault == null ? null : fault.statusCode(),
                state.uptimePercent());
    }

    private static ServiceState state(ResultSet row) throws SQLException {
        return new ServiceState(
                new ServiceId(row.getString("service")),
                Status.valueOf(row.getString("status")),
                Status.valueOf(row.getString("last_result")),
                row.getInt("attempt"),
                row.getInt("consecutive_failures"),
                instant(row, "last_check"),
                instant(row, "status_since"),
                instant(row, "up_since"),
                new FlapHistory(row.getInt("flaps")),
                row.getBoolean("flapping"),
                row.getBoolean("unreachable"),
                row.getString("message"),
                fault(row),
                uptime(row));
    }

    private static @Nullable Fault fault(ResultSet row) throws SQLException {
        Long code = integer(row, "fault");
        return code == null ? null : Codes.fault(code);
    }

    private static @Nullable Double uptime(ResultSet row) throws SQLException {
        double percent = row.getDouble("uptime_percent");
        return row.wasNull() ? null : percent;
    }
}
