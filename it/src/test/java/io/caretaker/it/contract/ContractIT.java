package io.caretaker.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Every operation of the API's description is asked of a caretaker over real servers, and each
/// answer is held against its description: nothing that is not described, nothing required that is
/// not there, and in the end nothing described that never comes.
class ContractIT {
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String NONE = "";

    @TempDir Path directory;
    private Estate estate;
    private AskedApi api;

    @BeforeEach
    void open() throws IOException {
        estate = Estate.in(directory);
        api = new AskedApi(estate.caretaker.address());
    }

    @AfterEach
    void close() {
        api.close();
        estate.close();
    }

    @Test
    void every_operation_answers_as_it_is_described() throws Exception {
        assertThat(api.description().flaws()).isEmpty();
        product();
        String postgres = adopted(estate.postgres.port());
        String mariadb = adopted(estate.mariadb.port());
        connections();
        entries();
        kinds();
        alerts();
        approvals();
        recovery();
        for (String database : List.of(postgres, mariadb)) {
            health(database);
        }
        try (var _ = new Contention(estate.postgresUrl())) {
            sessions(postgres);
        }
        try (var _ = new Contention(estate.mariadbUrl())) {
            sessions(mariadb);
        }
        status();
        history();
        audit();

        assertThat(api.check().unanswered(true)).as("operations that were not asked").isEmpty();
        assertThat(api.check().unsentHeaders())
                .as("headers that are described and were not sent")
                .noneMatch(each -> each.contains("/responses/2"));
        assertThat(api.check().unmetFields())
                .as("fields that never came, but those of a damaged audit log and of what resists")
                .containsExactly(
                        "/components/schemas/AuditVerification reason",
                        "/components/schemas/AuditVerification record",
                        "/components/schemas/CleanupVictim hint",
                        "/components/schemas/CleanupVictim message");
    }

    private void product() throws IOException, InterruptedException {
        api.get("/api/v1/version");
        api.get("/api/v1/engines");
        api.text("/healthz");
        await().atMost(LONG).until(() -> api.peek("/readyz").statusCode() == 200);
        api.text("/readyz");
        api.text("/metrics");
        api.open("/api/v1/events");
        String check = "/api/v1/configuration/check";
        api.post(check, "application/yaml", "discovery: {enabled: false}\n", 200);
        api.post(check, "application/yaml", "discovry: {}\nhosts: [{}]\n", 200);
        api.post("/api/v1/channels/test", "{\"channels\": [\"book\"]}", 200);
    }

    private String adopted(int port) {
        assertThat(api.get("/api/v1/discovery").valueStream())
                .anyMatch(each -> each.path("port").asInt() == port);
        String adopt = "/api/v1/discovery/" + port + "/adopt";
        api.post(adopt, "{\"dry_run\": true}", 200);
        String id = api.post(adopt, NONE, 200).path("service_id").asString();
        await().atMost(LONG)
                .until(() ->
                        api.peek("/api/v1/services/" + id)
                                .body()
                                .contains("\"current_status\":\"running\""));
        api.get("/api/v1/discovery");
        return id;
    }

    private void connections() {
        int postgres = estate.postgres.port();
        assertThat(tried("postgresql", postgres, Contention.PASSWORD)).isEqualTo("limited");
        assertThat(tried("postgresql", postgres, "wrong")).isEqualTo("log_in_refused");
        assertThat(tried("mariadb", estate.mariadb.port(), Contention.PASSWORD))
                .isEqualTo("limited");
    }

    private String tried(String engine, int port, String password) {
        String order =
                """
                {"engine": "%s", "host": "127.0.0.1", "port": %d, "user": "shop",
                 "password": "%s", "tls": "off"}\
                """
                        .formatted(engine, port, password);
        return api.post("/api/v1/connection-test", order, 200).path("verdict").asString();
    }

    private void entries() {
        crud(
                "/api/v1/environments",
                "env_name",
                """
                "description": "for trying", "color": "#ffcc00", "maintenance_window":
                {"day": "sunday", "start_time": "02:00", "end_time": "04:00", "timezone": "UTC"}\
                """,
                "{\"description\": \"for tests\"}");
        crud(
                "/api/v1/hosts",
                "host_id",
                """
                "ip_address": "10.0.0.9", "environment": "staging", "region": "eu",
                "ssh_config": {"user": "ops", "key_path": "/etc/key", "key_passphrase":
                {"env": "PHRASE"}, "use_sudo": true, "sudo_password": {"file": "/etc/sudo"},
                "jumps": ["gate.test"]}\
                """,
                "{\"status\": \"maintenance\"}");
        crud(
                "/api/v1/services",
                "service_id",
                """
                "host_id": "there", "service_type": "postgresql", "display_name": "Old books",
                "description": "the archive", "monitoring": {"method": "database"},
                "check": {"engine": "postgresql", "host": "10.0.0.9", "user": "care", "database":
                "books", "password": {"command": ["cat", "/etc/books"]}, "tls": "require"},
                "care": {"thresholds": {"total_connections": {"warning": 50, "critical": 80}},
                "long_query_sec": 60, "emergency_on_signal": true, "protect": {"users": ["backup"]},
                "cleanup": {"enabled": true, "idle_in_transaction": {"after_sec": 600}}}\
                """,
                "{\"description\": \"nobody reads it\"}");
    }

    /// Each way of checking, and each of starting and stopping.
    private void kinds() {
        kind(
                """
                "monitoring": {"method": "http"}, "check": {"url": "https://shop.test/", "method":
                "POST", "headers": {"Accept": "text/plain"}, "body": "ping", "statuses": [200, 204],
                "expect_text": "pong", "slow_after_sec": 2, "certificate_days": 10,
                "follow_redirects": false, "verify_tls": true, "ca_file": "/etc/ca.pem"},
                "control": {"systemd": "shop.service"},
                "health_check": {"endpoint": "tcp://shop.test:80", "expected_response": "hello"}\
                """);
        kind(
                """
                "monitoring": {"method": "tcp"}, "check": {"host": "10.0.0.9", "port": 25, "send":
                "QUIT", "expect": "221"}, "control": {"sysv": "mail"}, "health_check":
                {"check": {"kind": "http", "url": "http://shop.test/", "expect_regex": "a+"}}\
                """);
        kind(
                """
                "monitoring": {"method": "process"}, "check": {"pid_file": "/run/x.pid"},
                "control": {"openrc": "mail"},
                "health_check": {"custom_check": ["check", "--all"]}\
                """);
        kind(
                """
                "monitoring": {"method": "custom"}, "check": {"command": ["check"], "environment":
                {"LANG": "C"}}, "control": {"pg_ctlcluster": {"version": "15", "name": "main"}},
                "health_check": {"check": {"kind": "http", "url": "http://shop.test/",
                "expect_json": {"path": "$.ok", "value": "true"}}}\
                """);
        kind("\"monitoring\": {\"method\": \"process\"}, \"check\": {\"match\": \"daemon\"}");
        kind(
                """
                "monitoring": {"method": "host"}, "check": {"limits": {"cpu_warning": 70}},
                "control": {"commands": {"start": ["up", "now"], "stop": ["down"], "restart":
                ["again"], "reload": ["reload"], "user": "care"}}\
                """);
    }

    private void kind(String content) {
        String body = "{\"service_id\": \"kind\", \"host_id\": \"there\", " + content + "}";
        api.change("PUT", "/api/v1/services/kind", body, 201);
        api.get("/api/v1/services/kind");
        api.change("DELETE", "/api/v1/services/kind", NONE, 200);
    }

    private void crud(String all, String id, String content, String patch) {
        String fields = "{\"" + id + "\": \"%s\", " + content + "}";
        api.post(all + "?dry_run=true", fields.formatted("one"), 200);
        api.post(all, fields.formatted("one"), 201);
        api.change("PUT", all + "/two", fields.formatted("two"), 201);
        api.change("PUT", all + "/two", fields.formatted("two"), 200);
        api.change("PUT", all + "/two?dry_run=true", fields.formatted("two"), 200);
        api.change("PATCH", all + "/two?dry_run=true", patch, 200);
        api.change("PATCH", all + "/two", patch, 200);
        api.get(all + "/two");
        api.get(all + "?limit=1");
        api.get(all);
        api.change("DELETE", all + "/two?dry_run=true", NONE, 200);
        api.change("DELETE", all + "/two", NONE, 200);
        api.change("DELETE", all + "/one", NONE, 200);
    }

    private void alerts() {
        await().atMost(LONG)
                .until(() ->
                        api.get("/api/v1/alerts?service=svc_gate&service=svc_door").size() > 1);
        api.get("/api/v1/alerts?limit=1");
        String alert =
                api.get("/api/v1/alerts?service=svc_gate").path(0).path("alert_id").asString();
        api.post("/api/v1/alerts/" + alert + "/acknowledge", "{\"for\": \"2h\"}", 200);
        api.post(
                "/api/v1/mutes",
                """
                {"matcher": {"services": ["svc_gate"], "hosts": ["here"], "environments":
                ["production"], "regions": ["eu"], "tags": ["shop"], "service_types": ["other"],
                "severities": ["high", "medium"], "rules": ["service_down"]}, "for": "1h"}\
                """,
                201);
        String mute =
                api.post("/api/v1/mutes", "{\"alert\": \"" + alert + "\", \"forever\": true}", 201)
                        .path("mute_id")
                        .asString();
        api.get("/api/v1/mutes?limit=1");
        api.get("/api/v1/mutes");
        api.get("/api/v1/alerts/" + alert);
        api.get("/api/v1/alerts");
        api.change("DELETE", "/api/v1/mutes/" + mute, NONE, 200);
        api.change("DELETE", "/api/v1/alerts/" + alert + "/acknowledgement", NONE, 200);
        await().atMost(LONG).until(() -> api.get("/api/v1/deliveries").size() > 1);
        api.get("/api/v1/deliveries?limit=1");
    }

    private void approvals() {
        await().atMost(LONG).until(() -> api.get("/api/v1/approvals").size() == 2);
        JsonNode waiting = api.get("/api/v1/approvals");
        String path = "/api/v1/approvals/";
        for (JsonNode each : waiting) {
            api.get(path + each.path("id").asString());
        }
        api.post(path + waiting.path(0).path("id").asString() + "/approve", NONE, 200);
        api.post(path + waiting.path(1).path("id").asString() + "/deny", NONE, 200);
    }

    private void recovery() {
        api.change("PUT", "/api/v1/pause", "{\"for\": \"1h\", \"reason\": \"moving\"}", 200);
        api.get("/api/v1/pause");
        api.change("DELETE", "/api/v1/pause", NONE, 200);
        api.get("/api/v1/pause");
        String door = "/api/v1/services/svc_door";
        api.get(door + "/recovery?force=true");
        api.post(door + "/recovery/acknowledge", "{\"comment\": \"seen\"}", 200);
        JsonNode asked = api.post(door + "/recover", "{\"force\": true}", 202);
        api.get("/api/v1/recovery-requests/" + asked.path("id").asString());
        api.post(door + "/recover", "{\"wait_sec\": 60}", 200);
    }

    private void health(String database) {
        String path = "/api/v1/databases/" + database;
        await().atMost(LONG).until(() -> api.peek(path + "/health").statusCode() == 200);
        api.get(path + "/health");
        api.post(path + "/health/check", "{\"sample\": \"200ms\"}", 200);
        api.get(path + "/lockdown");
        api.get("/api/v1/databases?limit=1");
    }

    private void sessions(String database) {
        String path = "/api/v1/databases/" + database;
        await().atMost(LONG).until(() -> api.get(path + "/locks").path("waiting").asInt() == 1);
        api.get(path + "/sessions?all=true");
        JsonNode tree = api.get(path + "/locks").path("trees").path(0);
        String blocker = tree.path("pid").asString();
        String blocked = tree.path("blocked").path(0).path("pid").asString();
        api.post(path + "/sessions/" + blocked + "/cancel", "{\"dry_run\": true}", 200);
        api.post(path + "/sessions/" + blocked + "/cancel", NONE, 200);
        String terms = "{\"idle_in_transaction_after\": 1, \"dry_run\": %s, \"explain\": true}";
        await().atMost(LONG)
                .until(() ->
                        !api.post(path + "/cleanup", terms.formatted("true"), 200)
                                .path("ended")
                                .isEmpty());
        api.post(path + "/sessions/" + blocker + "/terminate", "{\"dry_run\": true}", 200);
        api.post(path + "/cleanup", terms.formatted("false"), 200);
        api.post(path + "/sessions/" + blocked + "/terminate", NONE, 200);
    }

    private void status() {
        api.get("/api/v1/status");
        api.get("/api/v1/summary");
        api.get("/api/v1/attention");
        api.get("/api/v1/services/svc_gate");
    }

    private void history() {
        String gate = "/api/v1/services/svc_gate";
        api.get(gate + "/history");
        api.get(gate + "/history?limit=1");
        api.get("/api/v1/hosts/here/history?limit=1");
        api.get(gate + "/uptime");
        api.get(gate + "/rollups");
        api.get(gate + "/series");
        api.get("/api/v1/failures");
    }

    private void audit() {
        api.get("/api/v1/audit?limit=1");
        api.get("/api/v1/audit?target=svc_gate");
        api.get("/api/v1/audit/verify");
    }
}
