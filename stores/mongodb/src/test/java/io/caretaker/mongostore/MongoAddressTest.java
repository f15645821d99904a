package io.caretaker.mongostore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MongoAddressTest {
    @Test
    void the_database_comes_from_the_address_then_from_the_setting_then_from_the_default() {
        assertThat(MongoAddress.of("mongodb://a/own", "set", null, null).database())
                .isEqualTo("own");
        assertThat(MongoAddress.of("mongodb://a", "set", null, null).database()).isEqualTo("set");
        assertThat(MongoAddress.of("mongodb://a", null, null, null).database())
                .isEqualTo("service_monitor");
    }

    @Test
    void people_see_servers_and_database_and_never_a_password() {
        MongoAddress address =
                MongoAddress.of(
                        "mongodb://anna:hush%40hush@a:27018,b/db?authSource=admin",
                        null, "ben", Secret.of("quiet"));

        assertThat(address.label()).isEqualTo("mongodb://a:27018,b/db");
        assertThat(address + " " + address.uri() + address.password())
                .doesNotContain("hush", "quiet");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mongodb+srv://anna:hush@cluster.example.org/db",
                "mongodb://anna:hu/sh@a:hush/db",
                "mongodb://anna:hush@a:hush/db",
                "mongodb://",
                "mongodb://a/d$b"
            })
    void what_is_no_address_is_refused_without_its_password(String text) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> MongoAddress.of(text, null, null, null))
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo(ProblemCode.INVALID);
                    assertThat(problem.message() + problem.hint()).doesNotContain("hush", "hu/sh");
                });
    }

    @Test
    void the_account_is_the_setting_or_that_of_the_address() {
        assertThat(MongoAddress.of("mongodb://anna:hush@a", null, null, null).account())
                .isEqualTo("anna");
        assertThat(MongoAddress.of("mongodb://anna:hush@a", null, "bert", null).account())
                .isEqualTo("bert");
        assertThat(MongoAddress.of("mongodb://a", null, null, null).account()).isNull();
    }

    @Test
    void a_user_without_a_password_is_refused() {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> MongoAddress.of("mongodb://a", null, "anna", null))
                .satisfies(problem -> assertThat(problem.hint()).contains("MONGODB_PASSWORD"));
    }

    @Test
    void an_unreachable_server_is_named() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        MongoAddress address =
                MongoAddress.of("mongodb://anna:hush@127.0.0.1:" + port + "/db", null, null, null);

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> MongoStore.open(address, TestServer.TERMS))
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo(ProblemCode.UNREACHABLE);
                    assertThat(problem.message())
                            .contains("127.0.0.1:" + port, "refused")
                            .doesNotContain("hush");
                });
    }
}
