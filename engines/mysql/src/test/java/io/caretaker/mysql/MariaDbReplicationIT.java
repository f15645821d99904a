package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.health.DatabaseReply;
import io.caretaker.testkit.server.MariaDbServer;
import io.caretaker.testkit.server.MysqlFamilyServer;
import org.junit.jupiter.api.Test;

final class MariaDbReplicationIT extends ReplicationSuite {
    @Override
    protected MysqlFamilyServer create(int id) {
        MariaDbServer server = MariaDbServer.create();
        server.configure("log-bin=binlog").configure("server-id=" + id);
        server.configure("gtid-domain-id=" + (id == 2 ? 1 : 0));
        return server;
    }

    @Test
    void a_transaction_of_its_own_stops_a_strict_replica_by_name() {
        try (MysqlFamilyServer source = started(1);
                MariaDbServer replica = MariaDbServer.create();
                Looks there = Looks.at(replica)) {
            replica.configure("log-bin=binlog").configure("log-slave-updates=ON");
            replica.configure("server-id=4");
            replica.configure("gtid-strict-mode=ON").start();
            replica.follow(source, "", 1);
            there.until("replication_lag_s", s -> s == 0);
            replica.sql("CREATE DATABASE a; CREATE DATABASE b; CREATE DATABASE c;");

            source.sql("CREATE DATABASE d;");

            DatabaseReply.Reached broken = there.until("replication_sql_running", n -> n == 0);
            assertThat(broken.notice()).contains("error 1950: a GTID out of order");
        }
    }

    @Test
    void waiting_for_a_replica_that_is_gone_ends_and_is_told() {
        try (MysqlFamilyServer source = create(1);
                MysqlFamilyServer replica = create(2);
                Looks looks = Looks.at(source)) {
            source.configure("rpl-semi-sync-master-enabled=ON")
                    .configure("rpl-semi-sync-master-timeout=200")
                    .start();
            replica.configure("rpl-semi-sync-slave-enabled=ON").start();
            replica.follow(source, "", 1);
            looks.until("replicas", n -> n == 1);
            source.sql("CREATE DATABASE c;");
            looks.until("semi_sync_active", n -> n == 1);
            looks.until("semi_sync_replicas", n -> n == 1);

            replica.kill();
            source.sql("CREATE DATABASE d;");

            looks.until("semi_sync_active", n -> n == 0);
        }
    }

    @Override
    protected String stop(String channel) {
        return "STOP REPLICA '" + channel + "';";
    }
}
