package io.caretaker.hosts.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.HostLimits;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.ProbeReply;
import io.caretaker.core.host.HostFacts;
import io.caretaker.core.host.HostFacts.Disk;
import io.caretaker.hosts.local.LocalHost;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostFactsProbeTest {

    @Test
    void limits_decide_and_the_fullest_disk_is_named() {
        assertThat(judge(50, 60).outcome())
                .isEqualTo(new Outcome.Up("disk /data 60 %, memory 50 %, load 0.50 on 2 cores"));
        assertThat(judge(50, 85).outcome()).isEqualTo(new Outcome.Warning("disk /data 85 %"));
        assertThat(judge(90, 10).outcome()).isEqualTo(new Outcome.Warning("memory 90 %"));
        assertThat(judge(90, 95).outcome())
                .isEqualTo(
                        new Outcome.Down(
                                Fault.CRITICAL,
                                "disk /data 95 %",
                                "disk /data 95 %, memory 90 %, load 0.50 on 2 cores"));
    }

    @Test
    void metrics_are_the_agreed_ones() throws Exception {
        var host = new LocalHost();
        var reply =
                Asked.ask(
                                new HostFactsProbe(Services.all(host)),
                                new CheckSpec.HostFacts(HostLimits.DEFAULT),
                                5000)
                        .reply();

        assertThat(reply.metrics().values())
                .containsKeys(
                        "memory_usage",
                        "disk_usage",
                        "swap_usage",
                        "load_1",
                        "load_5",
                        "load_15",
                        "uptime_seconds",
                        "inodes_usage");
    }

    private static ProbeReply judge(long memory, double disk) {
        var facts =
                new HostFacts(
                        2,
                        null,
                        100,
                        100 - memory,
                        0,
                        0,
                        0.4,
                        0.5,
                        0.6,
                        10,
                        List.of(
                                new Disk("/", 100, 95, 5, null),
                                new Disk("/data", 100, 1, disk, 1.0)),
                        null,
                        List.of());
        return HostFactsProbe.judge(facts, HostLimits.DEFAULT);
    }
}
