package io.caretaker.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.health.SupportedVersions.Standing;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SupportedVersionsTest {
    @ParameterizedTest
    @CsvSource({
        "POSTGRESQL, 11.22, TOO_OLD",
        "POSTGRESQL, 12.0, SUPPORTED",
        "POSTGRESQL, 15.4 (Debian 15.4-1), SUPPORTED",
        "POSTGRESQL, 18.1, SUPPORTED",
        "POSTGRESQL, 19beta1, NEWER",
        "MYSQL, 5.7.44-log, TOO_OLD",
        "MYSQL, 8.0.33, SUPPORTED",
        "MYSQL, 9.4.0, SUPPORTED",
        "MARIADB, 10.5.9-MariaDB, TOO_OLD",
        "MARIADB, 10.11.6-MariaDB, SUPPORTED",
        "MARIADB, 11.8.2-MariaDB, SUPPORTED",
        "MARIADB, 12.0.1-MariaDB, NEWER",
        "MONGODB, 4.0.28, TOO_OLD",
        "MONGODB, 8.0.4, SUPPORTED",
        "MONGODB, unknown, UNREADABLE"
    })
    void a_version_is_compared_with_those_caretaker_is_made_for(
            EngineKind kind, String version, Standing expected) {
        assertThat(SupportedVersions.of(kind, version)).isEqualTo(expected);
    }
}
