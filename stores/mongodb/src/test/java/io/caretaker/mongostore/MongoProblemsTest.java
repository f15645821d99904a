package io.caretaker.mongostore;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoTimeoutException;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.testkit.server.FreePort;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MongoProblemsTest {
    private static final MongoAddress STORE =
            MongoAddress.of("mongodb://127.0.0.1:27017/care", null, null, null);

    @Test
    void the_driver_s_list_of_servers_becomes_the_reason() {
        var failure =
                new MongoTimeoutException(
                        "Timed out while waiting for a server. Client view of cluster state is"
                                + " {type=UNKNOWN, servers=[{address=127.0.0.1:27017, exception="
                                + "{com.mongodb.MongoSocketOpenException: Exception opening socket},"
                                + " caused by {java.net.ConnectException: Connection refused}}]");

        assertThat(MongoProblems.of(STORE, failure).message())
                .isEqualTo(
                        "the store mongodb://127.0.0.1:27017/care does not answer: Connection"
                                + " refused");
        assertThat(MongoProblems.of(STORE, new MongoTimeoutException("no answer")).message())
                .endsWith("does not answer: no answer");
    }

    @Test
    void the_real_driver_says_it_so() throws IOException {
        var gone =
                MongoAddress.of(
                        "mongodb://127.0.0.1:" + FreePort.find() + "/care", null, null, null);

        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> openAndAsk(gone)))
                .isInstanceOfSatisfying(
                        io.caretaker.core.problem.Problem.class,
                        problem -> {
                            assertThat(problem.code()).isEqualTo(ProblemCode.UNREACHABLE);
                            assertThat(problem.message())
                                    .endsWith("does not answer: Connection refused");
                        });
    }

    private static void openAndAsk(MongoAddress address) {
        try (MongoStore store = MongoStore.open(address, TestServer.TERMS)) {
            store.verify();
        }
    }
}
