package io.caretaker.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.health.FailedLogIns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedLogInsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-15 10:30:00 UTC [2] FATAL:  password authentication failed for user \"x\"",
                "x FATAL:  Peer authentication failed for user \"postgres\"",
                "x FATAL:  no pg_hba.conf entry for host \"::1\", user \"x\", database \"y\"",
                "x FATAL:  pg_hba.conf rejects connection for host \"::1\", user \"x\"",
                "x FATAL:  role \"nobody\" does not exist",
                "x FATAL:  role \"r\" is not permitted to log in",
                "10:30 28P01 app@shop SCHWERWIEGEND:  Passwort-Authentifizierung fehlgeschlagen"
            })
    void a_refused_log_in_is_recognised(String line) {
        assertThat(FailedLogIns.count(line, RefusedLogIns.SIGNS)).isOne();
    }

    @Test
    void other_lines_are_not() {
        String log =
                """
                x DETAIL:  Role "nobody" does not exist.
                x ERROR:  role "nobody" does not exist
                x LOG:  connection authorized: user=x database=y
                x FATAL:  terminating connection due to administrator command
                x LOG:  duration: 128000 ms
                """;
        assertThat(FailedLogIns.count(log, RefusedLogIns.SIGNS)).isZero();
    }
}
