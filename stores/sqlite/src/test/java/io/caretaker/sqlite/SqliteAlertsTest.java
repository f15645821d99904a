package io.caretaker.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.store.Store;
import io.caretaker.sqlite.Schema.Migration;
import io.caretaker.testkit.store.AlertSamples;
import io.caretaker.testkit.store.AlertStoreContract;
import io.caretaker.testkit.store.Samples;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteAlertsTest extends AlertStoreContract {
    private static final Schema BEFORE_ALERTS =
            new Schema(Schema.STORE.migrations().subList(0, 2), true, 4096);

    @TempDir Path directory;

    private Path state() {
        return directory.resolve("state");
    }

    private SqliteFile file() throws SQLException {
        return SqliteFile.forWriting(state().resolve("caretaker.db"), 4096);
    }

    @Override
    protected Store openStore() {
        return SqliteStore.open(state());
    }

    @Test
    void what_a_newer_caretaker_wrote_is_left_out_and_left_alone() throws SQLException {
        Alert known = AlertSamples.alert("a-1", Samples.NOW);
        Delivery delivery = Delivery.of(AlertSamples.message("n-1", "mail", Samples.NOW, known));
        Alert other = AlertSamples.alert("a-2", Samples.NOW);
        store().alerts()
                .write(
                        List.of(known, other),
                        List.of(
                                delivery,
                                Delivery.of(
                                        AlertSamples.message("n-2", "mail", Samples.NOW, other))));
        store().alerts().mute(AlertSamples.mute("m-1", Samples.NOW, null));
        try (SqliteFile file = file()) {
            for (String table : List.of("alerts", "alert_deliveries", "alert_mutes")) {
                file.update(
                        "UPDATE "
                                + table
                                + " SET document = replace(document, 'service_down', 'moon_phase')"
                                + " WHERE id LIKE '%-2' OR id = 'm-1'");
            }
        }

        assertThat(store().alerts().alerts(Samples.NOW)).containsExactly(known);
        assertThat(store().alerts().alert("a-2")).isEmpty();
        assertThat(store().alerts().waiting()).containsExactly(delivery);
        assertThat(store().alerts().mutes()).isEmpty();
        store().alerts().prune(Samples.NOW.plusSeconds(9));
        try (SqliteFile file = file()) {
            assertThat(file.number("SELECT count(*) FROM alerts")).isEqualTo(2);
            assertThat(file.number("SELECT count(*) FROM alert_deliveries")).isEqualTo(2);
            assertThat(file.number("SELECT count(*) FROM alert_mutes")).isEqualTo(1);
        }
    }

    @Test
    void what_is_no_document_is_damage() throws SQLException {
        store().alerts().write(List.of(AlertSamples.alert("a-1", Samples.NOW)), List.of());
        try (SqliteFile file = file()) {
            file.update("UPDATE alerts SET document = '{\"alert_id'");
        }

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> store().alerts().alerts(Samples.NOW))
                .satisfies(
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.STORE_CORRUPT));
    }

    @Test
    void a_store_from_before_there_were_alerts_gets_them_when_the_daemon_opens_it()
            throws SQLException {
        assertThat(BEFORE_ALERTS.migrations()).extracting(Migration::number).containsExactly(1, 2);
        StateDirectory.create(state().resolve("caretaker.db"));
        try (SqliteFile file = file()) {
            BEFORE_ALERTS.migrate(file);
        }
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> SqliteStore.openReadOnly(state()))
                .withMessageContaining("older caretaker")
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.INVALID));

        Alert alert = AlertSamples.alert("a-1", Samples.NOW);
        store().alerts().write(List.of(alert), List.of());

        try (Store reader = SqliteStore.openReadOnly(state())) {
            assertThat(reader.alerts().alerts(Instant.EPOCH)).containsExactly(alert);
        }
    }

    @Test
    void a_reader_does_not_write_alerts() {
        store().verify();
        try (Store reader = SqliteStore.openReadOnly(state())) {
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() ->
                            reader.alerts()
                                    .write(
                                            List.of(AlertSamples.alert("a-1", Samples.NOW)),
                                            List.of()))
                    .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.DENIED));
        }
    }
}
