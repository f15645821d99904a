package io.caretaker.core.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    postgres://app:hunter2@db/x                | postgres://app:***@db/x
                    mysqladmin -uroot -phunter2 ping           | mysqladmin -uroot -p*** ping
                    mysqladmin --password=hunter2 ping         | mysqladmin --password=*** ping
                    tool --token hunter2 run                   | tool --token *** run
                    host=db password=hunter2 port=1            | host=db password=*** port=1
                    {"api_key": "hunter2", "a": 1}             | {"api_key": ***, "a": 1}
                    ALTER USER a PASSWORD 'hunter2'            | ALTER USER a PASSWORD ***
                    create user a identified by 'hunter2'      | create user a identified by ***
                    Authorization: Bearer hunter2              | Authorization: Bearer ***
                    """)
    void what_looks_like_a_secret_is_taken_out(String text, String safe) {
        assertThat(SecretText.without(text)).isEqualTo(safe.strip());
    }

    @Test
    void what_does_not_stays() {
        String text =
                "FATAL: password authentication failed for user \"anna\" on http://db:8080/ -path /x"
                        + " pg_ctl -D /data start; systemctl start --no-ask-password db.service";
        assertThat(SecretText.without(text)).isEqualTo(text);
    }
}
