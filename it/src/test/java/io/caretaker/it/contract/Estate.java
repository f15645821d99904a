package io.caretaker.it.contract;

import io.caretaker.it.browser.ServedCaretaker;
import io.caretaker.testkit.server.FreePort;
import io.caretaker.testkit.server.MariaDbServer;
import io.caretaker.testkit.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// A caretaker with everything that its API can tell of: a PostgreSQL and a MariaDB that it has not
/// adopted yet, services that are down, recoveries that wait for a person, a channel.
final class Estate implements AutoCloseable {
    private static final String TABLE =
            "create table stock(item int primary key, amount int); insert into stock values (1, 5);";

    final PostgresServer postgres;
    final MariaDbServer mariadb;
    final ServedCaretaker caretaker;

    private Estate(PostgresServer postgres, MariaDbServer mariadb, ServedCaretaker caretaker) {
        this.postgres = postgres;
        this.mariadb = mariadb;
        this.caretaker = caretaker;
    }

    static Estate in(Path directory) throws IOException {
        PostgresServer postgres = PostgresServer.startNew();
        postgres.sql(
                TABLE
                        + " create role shop login password '"
                        + Contention.PASSWORD
                        + "'; alter table stock owner to shop");
        MariaDbServer mariadb = MariaDbServer.startNew();
        mariadb.sql(
                "create database shop; use shop; "
                        + TABLE
                        + " create user shop@localhost identified by '"
                        + Contention.PASSWORD
                        + "'; grant all on shop.* to shop@localhost;");
        Path test =
                Files.writeString(
                        directory.resolve("test.sh"),
                        "#!/bin/sh\n[ -e \"$1\" ] || { echo 'nothing there|size=3;5;9'; exit 2; }\n");
        Files.setPosixFilePermissions(test, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Estate(
                postgres, mariadb, ServedCaretaker.in(directory, configuration(directory)));
    }

    private static String configuration(Path directory) {
        return """
        discovery: {enabled: false}
        defaults:
          monitoring: {interval_sec: 1, timeout_sec: 5, retry_attempts: 1, retry_delay_sec: 1}
        alerting:
          channels:
            book: {type: command, command: [cat]}
          escalation_policies:
            slow: {steps: [{to: [book]}, {after_sec: 900, to: [book]}]}
        environments:
        - {env_name: production, description: What customers use, approval_required: true}
        - {env_name: staging}
        hosts:
        - host_id: here
          hostname: localhost
          ip_address: 127.0.0.1
          environment: production
          region: eu
          location: {datacenter: east, rack: r1, zone: z1}
          metadata: {os: linux, purpose: shop, tags: [shop]}
        - {host_id: there, hostname: localhost, ip_address: 127.0.0.1, environment: staging, region: us}
        services:
        - service_id: svc_gate
          host_id: here
          display_name: Gate
          description: What lets people in
          tags: [shop]
          monitoring: {method: custom}
          check: {command: [%1$s/test.sh, %1$s/gate]}
          recovery: {recover_on_down: true, recover_action: custom_script, custom_script: [touch, %1$s/gate]}
          alerting: {escalation_policy: slow}
        - service_id: svc_fence
          host_id: here
          monitoring: {method: custom}
          check: {command: [%1$s/test.sh, %1$s/fence]}
          recovery: {recover_on_down: true, recover_action: custom_script, custom_script: [touch, %1$s/fence]}
        - service_id: svc_door
          host_id: there
          display_name: Door
          monitoring: {method: custom}
          check: {command: [%1$s/test.sh, %1$s/door]}
          recovery: {recover_action: custom_script, custom_script: [touch, %1$s/door]}
          dependencies: [svc_closed]
        - service_id: svc_closed
          host_id: there
          monitoring: {method: tcp}
          check: {port: %2$d}
        """
                .formatted(directory, FreePort.find());
    }

    String postgresUrl() {
        return "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/postgres?ApplicationName=till";
    }

    String mariadbUrl() {
        return "jdbc:mariadb://127.0.0.1:" + mariadb.port() + "/shop?sslMode=disable";
    }

    @Override
    public void close() {
        caretaker.close();
        mariadb.close();
        postgres.close();
    }
}
