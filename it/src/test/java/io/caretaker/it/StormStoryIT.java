package io.caretaker.it;

import io.caretaker.core.check.NameResolver;
import io.caretaker.core.health.DatabaseEngine;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.secret.Secret;
import io.caretaker.mysql.MysqlEngine;
import io.caretaker.postgresql.PostgresEngine;
import io.caretaker.testkit.server.PostgresServer;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A clean-up in a storm of sessions ends the guilty and nobody else.
class StormStoryIT {
    @Test
    void exactly_the_guilty_are_ended_and_the_chain_drains() throws Exception {
        try (PostgresServer server = PostgresStorm.prepare();
                var engine = new PostgresEngine(_ -> Secret.of(Storm.PASSWORD))) {
            DatabaseTarget target =
                    StormWeather.target(EngineKind.POSTGRESQL, server.port(), "postgres");
            for (int round = 1; round <= StormWeather.ROUNDS; round++) {
                try (Storm storm = PostgresStorm.on(server)) {
                    StormWeather.weather(storm, engine, target, round);
                }
            }
        }
    }

    @Test
    void the_same_on_mariadb() throws Exception {
        endureOn(EngineKind.MARIADB);
    }

    @Test
    void the_same_on_mysql() throws Exception {
        endureOn(EngineKind.MYSQL);
    }

    private static void endureOn(EngineKind kind) throws Exception {
        NameResolver names =
                (_, _) ->
                        new NameResolver.Resolution.Found(
                                List.of(InetAddress.getLoopbackAddress()));
        try (MysqlStorm.Pair servers = MysqlStorm.prepare(kind);
                DatabaseEngine engine = new MysqlEngine(_ -> Secret.of(Storm.PASSWORD), names)) {
            DatabaseTarget target = StormWeather.target(kind, servers.source().port(), null);
            for (int round = 1; round <= StormWeather.ROUNDS; round++) {
                try (Storm storm = MysqlStorm.on(servers.source())) {
                    StormWeather.weather(storm, engine, target, round);
                }
            }
        }
    }
}
