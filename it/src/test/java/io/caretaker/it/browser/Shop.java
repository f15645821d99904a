package io.caretaker.it.browser;

import static org.awaitility.Awaitility.await;

import io.caretaker.testkit.server.FreePort;
import io.caretaker.testkit.server.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;

/// A caretaker over a real PostgreSQL in which somebody blocks somebody, ports that answer and
/// ports that do not, in two environments.
final class Shop implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(60);
    private static final int UP = 12;
    private static final int DOWN = 2;

    private final Path directory;
    final PostgresServer database;
    final ServedCaretaker caretaker;
    private final ServerSocket answering;
    private final Connection holder;
    private final Connection waiter;
    private final Thread waiting;

    private Shop(
            Path directory,
            PostgresServer database,
            ServedCaretaker caretaker,
            ServerSocket answering,
            Connection holder,
            Connection waiter,
            Thread waiting) {
        this.directory = directory;
        this.database = database;
        this.caretaker = caretaker;
        this.answering = answering;
        this.holder = holder;
        this.waiter = waiter;
        this.waiting = waiting;
    }

    /// Opens it, and waits until what is to be seen is there.
    static Shop open(Path directory) throws IOException, SQLException, InterruptedException {
        PostgresServer database = PostgresServer.startNew();
        database.sql(
                "create table stock(item int primary key, amount int);"
                        + " insert into stock values (1, 5); create role app login password 'care';"
                        + " grant all on stock to app");
        Connection holder = connect(database, "checkout");
        holder.setAutoCommit(false);
        update(holder);
        Connection waiter = connect(database, "report <b>");
        Thread waiting = Thread.ofVirtual().start(() -> updateQuietly(waiter));
        Path password =
                Files.writeString(directory.resolve("pg.password"), database.password().reveal());
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        Path test =
                Files.writeString(
                        directory.resolve("test.sh"), "#!/bin/sh\n[ -e \"$1\" ] || exit 2\n");
        Files.setPosixFilePermissions(test, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createFile(directory.resolve("door"));
        var answering = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> accept(answering));
        ServedCaretaker caretaker =
                ServedCaretaker.in(
                        directory, configuration(database, answering.getLocalPort(), password));
        var shop = new Shop(directory, database, caretaker, answering, holder, waiter, waiting);
        shop.awaitSeen();
        return shop;
    }

    private static void accept(ServerSocket answering) {
        try {
            while (true) {
                answering.accept().close();
            }
        } catch (IOException _) {
            // The test is over.
        }
    }

    private static Connection connect(PostgresServer database, String application)
            throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:"
                        + database.port()
                        + "/postgres?ApplicationName="
                        + java.net.URLEncoder.encode(
                                application, java.nio.charset.StandardCharsets.UTF_8),
                "app",
                "care");
    }

    private static void update(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate("update stock set amount = amount - 1 where item = 1");
        }
    }

    private static void updateQuietly(Connection connection) {
        try {
            update(connection);
        } catch (SQLException _) {
            // Its connection is closed at the end of the test.
        }
    }

    private static String configuration(PostgresServer database, int port, Path password) {
        var text =
                new StringBuilder(
                        """
                        discovery: {enabled: false}
                        web: {status_page: true}
                        alerting:
                          channels:
                            note: {type: command, command: [/bin/true]}
                        defaults:
                          monitoring: {interval_sec: 2, timeout_sec: 2, retry_attempts: 1, retry_delay_sec: 1}
                        environments:
                        - {env_name: production, description: What customers use, approval_required: true}
                        - {env_name: staging}
                        hosts:
                        - {host_id: here, hostname: localhost, ip_address: 127.0.0.1, environment: production, region: eu}
                        - {host_id: there, hostname: localhost, ip_address: 127.0.0.1, environment: staging, region: us}
                        services:
                        - service_id: svc_stock
                          host_id: here
                          service_type: postgresql
                          display_name: Stock
                          monitoring: {method: database, interval_sec: 2}
                          check: {port: %d, user: %s, password: {file: %s}, tls: "off"}
                        """
                                .formatted(database.port(), database.user(), password));
        text.append(
                """
                - service_id: svc_gate
                  host_id: here
                  display_name: Gate
                  monitoring: {method: custom}
                  check: {command: [%1$s/test.sh, %1$s/gate]}
                  recovery: {recover_on_down: true, recover_action: custom_script, custom_script: [touch, %1$s/gate]}
                - service_id: svc_door
                  host_id: there
                  display_name: Door
                  monitoring: {method: custom}
                  check: {command: [%1$s/test.sh, %1$s/door]}
                """
                        .formatted(password.getParent()));
        int closed = FreePort.find();
        for (int i = 1; i <= UP + DOWN; i++) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            """
                            - service_id: svc_%02d
                              host_id: %s
                              display_name: Shop <i>%d</i>
                              monitoring: {method: tcp}
                              check: {port: %d}
                            """,
                            i,
                            i % 3 == 0 ? "there" : "here",
                            i,
                            i <= UP ? port : closed));
        }
        return text.toString();
    }

    private void awaitSeen() {
        await("those that are down are known to be")
                .atMost(LONG)
                .until(() ->
                        get("/api/v1/status").split("\"current_status\":\"stopped\"", -1).length
                                > DOWN);
        await("the database was looked at")
                .atMost(LONG)
                .until(() ->
                        get("/api/v1/databases/svc_stock/health").contains("\"reachable\":true"));
    }

    /// What the service Gate is checked by; not there before its recovery.
    Path gate() {
        return directory.resolve("gate");
    }

    /// What the service Door is checked by.
    Path door() {
        return directory.resolve("door");
    }

    /// What the API answers.
    String get(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(caretaker.address() + path)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    /// How many sessions of the shop's own wait for a lock.
    int blocked() {
        return Integer.parseInt(
                database.sql("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
                        .strip());
    }

    @Override
    public void close() {
        caretaker.close();
        for (Connection each : new Connection[] {holder, waiter}) {
            try {
                each.close();
            } catch (SQLException _) {
                // Ended by the test.
            }
        }
        waiting.interrupt();
        try {
            answering.close();
        } catch (IOException _) {
            // Nothing listens any more.
        }
        database.close();
    }
}
