package io.caretaker.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.TunnelUse;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.DatabaseTarget.TlsMode;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.health.Threshold;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.secret.SecretReference;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetVariablesTest {
    @TempDir private Path directory;

    private Machine machine(Map<String, String> variables) {
        var machine = new Machine(directory);
        machine.environment.putAll(variables);
        return machine;
    }

    private static Service only(Settings settings) {
        assertThat(settings.inventory().services()).hasSize(1);
        return settings.inventory().services().getFirst();
    }

    private static DatabaseTarget target(Service service) {
        return ((CheckSpec.Database) service.check()).target();
    }

    private static Threshold threshold(Service service, String metric) {
        return Objects.requireNonNull(service.care().thresholds().of(metric));
    }

    @Test
    void a_host_alone_is_a_database_with_the_defaults() throws IOException {
        Settings settings = machine(Map.of("DB_HOST", "db.example.com")).settings();
        Service service = only(settings);
        assertThat(service.id().value()).isEqualTo("svc_db_example_com_postgresql_5432");
        assertThat(service.id()).isEqualTo(settings.target());
        assertThat(service.label()).isEqualTo("db.example.com:5432");
        assertThat(service.origin()).isEqualTo(Origin.DECLARED);
        assertThat(service.monitoring().interval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(service.monitoring().timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(service.check())
                .isEqualTo(
                        new CheckSpec.Database(
                                new DatabaseTarget(
                                        EngineKind.POSTGRESQL,
                                        "db.example.com",
                                        5432,
                                        null,
                                        null,
                                        null,
                                        TlsMode.DEFAULT,
                                        null),
                                TunnelUse.NEVER));
        assertThat(threshold(service, "total_connections")).isEqualTo(Threshold.above(30, 50));
        assertThat(threshold(service, "total_locks").warning()).isEqualTo(50);
        assertThat(threshold(service, "total_locks").critical()).isEqualTo(100);
        assertThat(settings.logging().level()).isEqualTo(Settings.Level.INFO);
        assertThat(settings.inventory().hosts()).hasSize(1);
        assertThat(settings.notes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql, POSTGRESQL, 5432",
        "mysql, MYSQL, 3306",
        "MariaDB, MARIADB, 3306",
        "mongodb, MONGODB, 27017",
        "postgres, POSTGRESQL, 5432",
        "mongo, MONGODB, 27017",
        "django.db.backends.mysql, MYSQL, 3306"
    })
    void the_engine_has_its_own_usual_port(String word, EngineKind kind, int port)
            throws IOException {
        Settings settings = machine(Map.of("DB_HOST", "db", "DB_ENGINE", word)).settings();
        Service service = only(settings);
        assertThat(target(service).engine()).isEqualTo(kind);
        assertThat(target(service).port()).isEqualTo(port);
        assertThat(service.type().name()).isEqualTo(kind.label());
        assertThat(service.id().value()).isEqualTo("svc_db_" + kind.label() + "_" + port);
        assertThat(settings.inForce())
                .contains(
                        new InForce("DB_ENGINE", word, Place.environment("DB_ENGINE")),
                        new InForce("DB_PORT", Integer.toString(port), Place.DEFAULT));
    }

    @Test
    void an_engine_that_is_none_is_refused() throws IOException {
        assertThat(machine(Map.of("DB_HOST", "db", "DB_ENGINE", "sqlite")).problems())
                .singleElement()
                .asString()
                .contains("DB_ENGINE must be postgresql, mysql, mariadb or mongodb, but is");
    }

    @Test
    void a_port_that_is_set_goes_before_the_engines() throws IOException {
        Service service =
                only(
                        machine(Map.of("DB_HOST", "db", "DB_ENGINE", "mariadb", "DB_PORT", "3307"))
                                .settings());
        assertThat(target(service).port()).isEqualTo(3307);
    }

    @Test
    void every_variable_is_taken() throws IOException {
        Settings settings =
                machine(
                                Map.ofEntries(
                                        Map.entry("DB_HOST", "[::1]"),
                                        Map.entry("DB_PORT", "6432"),
                                        Map.entry("DB_NAME", "shop"),
                                        Map.entry("DB_USER", "watcher"),
                                        Map.entry("DB_PASSWORD", "hidden"),
                                        Map.entry("DB_SSLMODE", "verify-full"),
                                        Map.entry("DB_MONITOR_INTERVAL", "10"),
                                        Map.entry("DB_MONITOR_TIMEOUT", "5"),
                                        Map.entry("DB_MONITOR_MAX_CONNECTIONS", "201"),
                                        Map.entry("DB_MONITOR_MAX_LOCKS", "7"),
                                        Map.entry("DB_MONITOR_LOG_LEVEL", "WARNING"),
                                        Map.entry("DB_MONITOR_LOG_FILE", "/var/log/monitor.log")))
                        .settings();
        Service service = only(settings);
        assertThat(service.id().value()).isEqualTo("svc_1_postgresql_6432");
        assertThat(service.label()).isEqualTo("shop");
        assertThat(target(service))
                .isEqualTo(
                        new DatabaseTarget(
                                EngineKind.POSTGRESQL,
                                "::1",
                                6432,
                                "shop",
                                "watcher",
                                new SecretReference.FromEnvironment("DB_PASSWORD"),
                                TlsMode.VERIFY,
                                null));
        assertThat(service.monitoring().interval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(service.monitoring().timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(threshold(service, "total_connections")).isEqualTo(Threshold.above(121, 201));
        assertThat(threshold(service, "total_locks").warning()).isEqualTo(4);
        assertThat(settings.logging().level()).isEqualTo(Settings.Level.WARN);
        assertThat(settings.logging().file()).isEqualTo(Path.of("/var/log/monitor.log"));
        assertThat(settings.inForce())
                .contains(
                        new InForce("DB_PASSWORD", "***", Place.environment("DB_PASSWORD")),
                        new InForce(
                                "logging.level", "warn", Place.environment("DB_MONITOR_LOG_LEVEL")))
                .noneMatch(each -> String.valueOf(each.value()).contains("hidden"));
    }

    @Test
    void an_env_file_says_the_same_and_the_environment_outranks_it() throws IOException {
        var machine = machine(Map.of("DB_PORT", "5434"));
        machine.write("work/.env", "DB_HOST=10.0.0.5\nDB_PORT=5433\nDB_PASSWORD=hidden\n");
        Settings settings = machine.settings();
        assertThat(target(only(settings)).address()).isEqualTo("10.0.0.5:5434");
        assertThat(settings.inForce().toString())
                .contains("key=DB_HOST, value=10.0.0.5")
                .doesNotContain("hidden");
    }

    @Test
    void caretakers_own_variables_outrank_those_of_the_target() throws IOException {
        Settings settings =
                machine(
                                Map.of(
                                        "DB_HOST", "localhost",
                                        "DB_MONITOR_LOG_LEVEL", "ERROR",
                                        "CARETAKER_LOG_LEVEL", "trace"))
                        .settings();
        assertThat(settings.logging().level()).isEqualTo(Settings.Level.TRACE);
    }

    @Test
    void all_errors_come_at_once_with_the_name_of_the_variable() throws IOException {
        var machine =
                machine(
                        Map.of(
                                "DB_HOST", "/var/run/postgresql",
                                "DB_PORT", "65536",
                                "DB_SSLMODE", "prefer",
                                "DB_MONITOR_INTERVAL", "often",
                                "DB_MONITOR_MAX_LOCKS", "0",
                                "DB_MONITOR_LOG_LEVEL", "loud"));
        machine.write("work/.env", "\nDB_MONITOR_TIMEOUT=-1\n");
        assertThat(machine.problems())
                .containsExactlyInAnyOrder(
                        "environment: DB_HOST is a Unix socket, but caretaker connects by TCP (set it"
                                + " to a name or address such as 127.0.0.1)",
                        "environment: DB_PORT must be a whole number from 1 to 65535, but is '65536'",
                        "environment: DB_SSLMODE must be disable, require or verify-full, but is"
                                + " 'prefer' (without it TLS is verified, except on this machine)",
                        "environment: DB_MONITOR_INTERVAL must be a whole number from 1 to 86400, but"
                                + " is 'often'",
                        "environment: DB_MONITOR_MAX_LOCKS must be a whole number from 1 to 1000000,"
                                + " but is '0'",
                        "environment: DB_MONITOR_LOG_LEVEL must be DEBUG, INFO, WARNING, ERROR or"
                                + " CRITICAL, but is 'loud'",
                        "work/.env:2: DB_MONITOR_TIMEOUT must be a whole number from 1 to 600, but is"
                                + " '-1'");
    }

    @Test
    void a_host_with_a_port_or_a_url_is_refused() throws IOException {
        for (String host : new String[] {"db:5432", "postgres://u:p@db/x", "a b", "-x"}) {
            assertThat(machine(Map.of("DB_HOST", host)).problems())
                    .singleElement()
                    .asString()
                    .contains("DB_HOST must be a host name")
                    .doesNotContain("p@");
        }
    }

    @Test
    void with_a_configuration_file_they_are_not_used_and_that_is_said() throws IOException {
        var machine = machine(Map.of("DB_HOST", "db", "DB_PORT", "nonsense"));
        machine.write("work/caretaker.yaml", "node: here\n");
        Settings settings = machine.settings();
        assertThat(settings.target()).isNull();
        assertThat(settings.inventory().services()).isEmpty();
        assertThat(settings.notes())
                .containsExactly(
                        "DB_HOST, DB_PORT are not used, because there is a configuration file");
    }

    @Test
    void without_a_host_the_others_mean_nothing() throws IOException {
        Settings settings = machine(Map.of("DB_NAME", "shop")).settings();
        assertThat(settings.target()).isNull();
        assertThat(settings.notes())
                .containsExactly("DB_NAME is not used, because DB_HOST is not set");
    }
}
