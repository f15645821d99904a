package io.caretaker.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedSessionsTest {
    private static final String UUID = "0b1f6e52-8d4e-4f0e-9a55-6a1a3c1c6b0d";

    @Test
    void numbers_alone_are_sessions_of_the_only_database() {
        assertThat(of("4711", "4712")).isEqualTo(new NamedSessions(null, List.of("4711", "4712")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"conn17", "cursor:991", "prepared:42", "shard0:" + UUID})
    void other_forms_of_ids_are_sessions_too(String id) {
        assertThat(of(id, "7")).isEqualTo(new NamedSessions(null, List.of(id, "7")));
    }

    @Test
    void ids_of_mongodb_that_are_no_numbers_are_sessions_too() {
        assertThat(of("shard0:4711")).isEqualTo(new NamedSessions(null, List.of("shard0:4711")));
        assertThat(of("shard0:-5", "7"))
                .isEqualTo(new NamedSessions(null, List.of("shard0:-5", "7")));
        assertThat(of("-5")).isEqualTo(new NamedSessions(null, List.of("-5")));
        assertThat(of(UUID)).isEqualTo(new NamedSessions(null, List.of(UUID)));
    }

    @Test
    void the_first_word_is_the_database_where_it_looks_like_no_session() {
        assertThat(of("svc_x", "shard0:4711", UUID))
                .isEqualTo(new NamedSessions("svc_x", List.of("shard0:4711", UUID)));
        assertThat(of("unknown", "1")).isEqualTo(new NamedSessions("unknown", List.of("1")));
    }

    @Test
    void a_service_called_like_an_address_is_a_database() {
        assertThat(of("db1:5432", "4711"))
                .isEqualTo(new NamedSessions("db1:5432", List.of("4711")));
    }

    @Test
    void a_database_alone_names_no_session() {
        assertThat(of("svc_x").ids()).isEmpty();
    }

    private static NamedSessions of(String... words) {
        return NamedSessions.of(
                List.of(words), name -> List.of("svc_x", "db1:5432").contains(name));
    }
}
