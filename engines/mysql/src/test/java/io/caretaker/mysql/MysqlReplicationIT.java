package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.testkit.server.MySqlServer;
import io.caretaker.testkit.server.MysqlFamilyServer;
import org.junit.jupiter.api.Test;

final class MysqlReplicationIT extends ReplicationSuite {
    @Override
    protected MysqlFamilyServer create(int id) {
        MySqlServer server = MySqlServer.create();
        server.configure("log-bin=binlog")
                .configure("server-id=" + id)
                .configure("gtid-mode=ON")
                .configure("enforce-gtid-consistency=ON");
        return server;
    }

    @Test
    void a_replica_that_nobody_may_write_says_so() {
        try (MysqlFamilyServer source = started(1);
                MysqlFamilyServer replica = started(2)) {
            replica.follow(source, "", 1);
            replica.sql("SET GLOBAL super_read_only = ON;");
            try (Looks there = Looks.at(replica)) {
                there.until("replication_lag_s", s -> s == 0);

                assertThat(there.metric("super_read_only")).isEqualTo(1.0);
                assertThat(there.metric("read_only")).isEqualTo(1.0);
                assertThat(there.look().notice()).isNull();
            }
        }
    }

    @Test
    void waiting_for_a_replica_that_is_gone_ends_and_is_told() {
        try (MysqlFamilyServer source = create(1);
                MysqlFamilyServer replica = create(2);
                Looks looks = Looks.at(source)) {
            source.configure("plugin-load-add=semisync_source.so")
                    .configure("rpl-semi-sync-source-enabled=ON")
                    .configure("rpl-semi-sync-source-timeout=200")
                    .start();
            replica.configure("plugin-load-add=semisync_replica.so")
                    .configure("rpl-semi-sync-replica-enabled=ON")
                    .start();
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
        return "STOP REPLICA FOR CHANNEL '" + channel + "';";
    }
}
