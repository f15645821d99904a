package io.caretaker.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.DatabaseTarget.TlsMode;
import io.caretaker.core.health.EngineKind;
import java.time.Duration;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
class ConnectionSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, DEFAULT, disable",
        "127.8.8.8, DEFAULT, disable",
        "::1, DEFAULT, disable",
        "localhost, DEFAULT, disable",
        "10.0.0.1, DEFAULT, verify-full",
        "db.example.org, DEFAULT, verify-full",
        "localhost.example.org, DEFAULT, verify-full",
        "127.0.0.1, VERIFY, verify-full",
        "db.example.org, REQUIRE, require",
        "db.example.org, OFF, disable"
    })
    void tls_is_verified_everywhere_but_on_the_loopback_interface(
            String host, TlsMode tls, String mode) {
        assertThat(property("sslmode", target(host, null, tls))).isEqualTo(mode);
    }

    @Test
    void hosts_and_databases_cannot_smuggle_parameters_in() {
        assertThat(ConnectionSettings.url(target("::1", "a/b?sslmode=disable", TlsMode.VERIFY)))
                .isEqualTo("jdbc:postgresql://[::1]:5432/a%2Fb%3Fsslmode%3Ddisable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"h/?sslmode=disable", "a,b", "a b", "", "user@host"})
    void what_is_no_host_is_not_tried(String host) {
        assertThat(ConnectionSettings.flaw(target(host, null, TlsMode.OFF))).isNotNull();
    }

    @Test
    void timeouts_are_rounded_up_so_that_the_deadline_itself_comes_first() {
        assertThat(property("socketTimeout", target("h", null, TlsMode.OFF))).isEqualTo("2");
        assertThat(property("loginTimeout", target("h", null, TlsMode.OFF))).isEqualTo("0");
    }

    private static String property(String name, DatabaseTarget target) {
        try (var sockets = new OpenSockets()) {
            Deadline deadline = Deadline.after(Duration.ofMillis(1200), () -> 0);
            return ConnectionSettings.properties(target, null, sockets, deadline)
                    .getProperty(name, "");
        }
    }

    private static DatabaseTarget target(String host, @Nullable String database, TlsMode tls) {
        return new DatabaseTarget(
                EngineKind.POSTGRESQL, host, 5432, database, "me", null, tls, null);
    }
}
