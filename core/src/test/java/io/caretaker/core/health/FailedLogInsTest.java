package io.caretaker.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FailedLogInsTest {
    private static final Instant NOW = Instant.parse("2026-01-15T11:00:00Z");
    private static final List<Pattern> SIGNS =
            List.of(Pattern.compile("FATAL: .*password authentication failed"));

    @Test
    void lines_of_the_last_hour_count_by_their_own_time() {
        String log =
                """
                2026-01-15 09:59:59.000 UTC [1] FATAL:  password authentication failed for user "a"
                2026-01-15 10:30:00.123 UTC [2] FATAL:  password authentication failed for user "b"
                2026-01-15 10:30:01 UTC [3] LOG:  connection received
                2026-01-15 10:59:00.5 UTC [4] FATAL:  password authentication failed for user "c"
                """;
        assertThat(FailedLogIns.inText(log, SIGNS, NOW)).isEqualTo(2);
    }

    @Test
    void zones_by_name_and_by_number_are_understood() {
        String log =
                """
                2026-01-15 11:30:00 CET [2] FATAL:  password authentication failed for user "b"
                2026-01-15 19:30:00 +09 [2] FATAL:  password authentication failed for user "b"
                2026-01-15 16:00:00 +05:30 [2] FATAL:  password authentication failed for user "b"
                """;
        assertThat(FailedLogIns.inText(log, SIGNS, NOW)).isEqualTo(3);
    }

    @Test
    void times_as_mysql_and_mariadb_write_them_are_understood() {
        var signs = List.of(Pattern.compile("Access denied"));
        var minuteAgo = NOW.atZone(ZoneId.systemDefault()).minusMinutes(1);
        String local = DateTimeFormatter.ofPattern("yyyy-MM-dd ppH:mm:ss").format(minuteAgo);
        String log =
                """
                2026-01-15T10:30:00.123456Z 8 [Note] [MY-010926] [Server] Access denied for user
                2026-01-15T11:30:00.123456+01:00 8 [Note] [MY-010926] [Server] Access denied for user
                2026-01-15T09:30:00Z 8 [Note] [MY-010926] [Server] Access denied for user
                """
                        + local
                        + " 21 [Warning] Access denied for user 'nobody'@'localhost'";
        assertThat(FailedLogIns.inText(log, signs, NOW)).isEqualTo(3);
    }

    @Test
    void a_log_without_times_says_nothing_rather_than_zero() {
        assertThat(FailedLogIns.inText("FATAL:  password authentication failed", SIGNS, NOW))
                .isNull();
        assertThat(FailedLogIns.inText("", SIGNS, NOW)).isNull();
    }

    @Test
    void what_was_followed_counts_for_an_hour() {
        var followed = new FailedLogIns();
        followed.add(NOW, 3);
        followed.add(NOW.plus(Duration.ofMinutes(30)), 4);
        assertThat(followed.lastHour(NOW.plus(Duration.ofMinutes(59)))).isEqualTo(7);
        assertThat(followed.lastHour(NOW.plus(Duration.ofMinutes(60)))).isEqualTo(4);
        assertThat(followed.lastHour(NOW.plus(Duration.ofMinutes(91)))).isZero();
    }
}
