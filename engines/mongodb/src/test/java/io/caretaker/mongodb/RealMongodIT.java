package io.caretaker.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.secret.Secret;
import java.time.Duration;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is promised of servers, on real ones where there are any, see [RealMongod].
final class RealMongodIT {
    private static final Duration BUDGET = Duration.ofSeconds(20);
    private static final Document MONITOR =
            new Document("role", "clusterMonitor").append("db", "admin");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_account_with_the_monitors_role_checks_the_server(boolean member) throws Exception {
        try (RealMongod server = member ? RealMongod.member() : RealMongod.standalone()) {
            server.start();
            Secret secret = Secret.of("monitor-4711");
            var target = server.account("caretaker_monitor", secret, List.of(MONITOR));
            try (var engine = new MongoEngine(_ -> secret, new PlainNames())) {
                DatabaseReply reply =
                        engine.check(target, Deadline.after(BUDGET, System::nanoTime));

                assertThat(reply)
                        .isInstanceOfSatisfying(
                                DatabaseReply.Reached.class,
                                reached -> {
                                    assertThat(reached.notice()).isNull();
                                    assertThat(reached.metrics().values())
                                            .containsKeys("connections", "uptime_seconds");
                                });
            }
        }
    }
}
