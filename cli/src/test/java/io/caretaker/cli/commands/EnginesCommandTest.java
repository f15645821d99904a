package io.caretaker.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.cli.CommandLineRig;
import io.caretaker.core.health.Capability;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.health.Engines;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.Secret;
import io.caretaker.postgresql.PostgresEngine;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EnginesCommandTest {
    @TempDir Path directory;

    @Test
    void each_engine_is_told_with_its_versions_and_what_it_is_capable_of() {
        JsonNode engines = engines();
        assertThat(engines)
                .extracting(each -> each.get("engine").asString())
                .containsExactly("postgresql", "mysql", "mariadb", "mongodb");
        JsonNode postgres = engines.get(0);
        assertThat(postgres.get("name").asString()).isEqualTo("PostgreSQL");
        assertThat(postgres.get("versions").asString()).isEqualTo("12 to 18");
        assertThat(postgres.get("default_port").asInt()).isEqualTo(5432);
        assertThat(postgres.get("capabilities"))
                .extracting(JsonNode::asString)
                .containsExactlyElementsOf(
                        Arrays.stream(Capability.values()).map(Capability::label).toList());
    }

    @Test
    void each_capability_that_an_engine_lacks_is_among_its_limits() {
        for (JsonNode engine : engines()) {
            List<String> able = texts(engine.get("capabilities"));
            List<String> limits = texts(engine.get("limits"));
            for (Capability each : Capability.values()) {
                assertThat(able.contains(each.label()))
                        .as(engine.get("engine") + " " + each)
                        .isNotEqualTo(
                                limits.stream().anyMatch(limit -> limit.contains(each.words())));
            }
        }
    }

    @Test
    void people_see_a_table_and_what_its_words_mean() {
        var ran = new CommandLineRig(directory).run("engines");
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .startsWith("ENGINE")
                .contains("PostgreSQL  12 to 18", "MariaDB     10.6 to 11.8")
                .contains("sessions   see and end sessions");
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void a_command_that_an_engine_is_not_capable_of_says_so(EngineKind kind) {
        var caretaker =
                new CommandLineRig(directory)
                        .configured(
                                """
                                hosts: [{host_id: here, ip_address: 127.0.0.1, environment: dev, region: lab}]
                                services:
                                  - service_id: svc_it
                                    host_id: here
                                    service_type: %s
                                    monitoring: {method: database, timeout_sec: 2}
                                    check: {port: 1, tls: "off"}
                                """
                                        .formatted(kind.label()));
        boolean able = able(kind).contains(Capability.SESSIONS.label());
        for (String[] command :
                List.of(
                        new String[] {"sessions", "svc_it"},
                        new String[] {"locks", "svc_it"},
                        new String[] {"cleanup", "svc_it", "--dry-run"},
                        new String[] {"sessions", "terminate", "svc_it", "7", "--yes"})) {
            var ran = caretaker.run(command);
            String said = "on " + kind.title() + " this version of caretaker cannot see and end";
            if (able) {
                assertThat(ran.err()).doesNotContain(said);
            } else {
                assertThat(ran.code()).isEqualTo(2);
                assertThat(ran.err()).contains(said, "`caretaker engines` shows");
            }
            assertThat(ran.err()).startsWith("caretaker: ").doesNotContain("\tat ");
        }
    }

    @Test
    void the_hint_names_the_engines_that_are_capable() {
        try (var postgres = new PostgresEngine(_ -> Secret.of(""))) {
            Problem problem =
                    Engines.lacking(List.of(postgres), EngineKind.MONGODB, Capability.LOCKDOWN);
            assertThat(problem.code()).isEqualTo(ProblemCode.INVALID);
            assertThat(problem.message())
                    .isEqualTo(
                            "on MongoDB this version of caretaker cannot refuse clients and take that"
                                    + " back exactly");
            assertThat(problem.hint()).startsWith("it can on PostgreSQL; ");
        }
    }

    private List<String> able(EngineKind kind) {
        for (JsonNode engine : engines()) {
            if (engine.get("engine").asString().equals(kind.label())) {
                return texts(engine.get("capabilities"));
            }
        }
        throw new AssertionError(kind);
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    private JsonNode engines() {
        var ran = new CommandLineRig(directory).run("engines", "--format", "json");
        assertThat(ran.code()).isZero();
        return JsonMapper.shared().readTree(ran.out());
    }
}
