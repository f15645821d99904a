package io.caretaker.server.tell;

import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Notice;
import io.caretaker.core.alert.Notifier;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells people about hosts, once for each host instead of once for each of its services.
/// Thread-safe.
public final class HostTeller {
    private static final Logger LOG = LoggerFactory.getLogger("hosts");

    private final Notifier notifier;
    private final InstantSource clock;

    public HostTeller(Notifier notifier, InstantSource clock) {
        this.notifier = notifier;
        this.clock = clock;
    }

    public void silent(Host host, String reason, int services) {
        LOG.atWarn()
                .addKeyValue("host", host.id())
                .addKeyValue("reason", reason)
                .addKeyValue("services", services)
                .log("a host does not answer; its services are not judged");
        notifier.tell(
                Notice.raised(
                        clock.instant(),
                        AlertKey.of(AlertRule.HOST_SILENT, host.id()),
                        Severity.HIGH,
                        "host "
                                + host.id()
                                + " does not answer; "
                                + services(services)
                                + " not judged",
                        reason + "; nothing is done to its services until it answers"));
    }

    public void back(Host host, @Nullable Instant since) {
        LOG.atInfo().addKeyValue("host", host.id()).log("a host answers again");
        notifier.tell(
                Notice.cleared(
                        clock.instant(),
                        AlertKey.of(AlertRule.HOST_SILENT, host.id()),
                        "host " + host.id() + " answers again",
                        lasted(since) + "its services are checked now"));
    }

    public void cutOff(int hosts) {
        LOG.atError()
                .addKeyValue("hosts", hosts)
                .log("no host answers: caretaker itself seems cut off; nothing is done");
        notifier.tell(
                Notice.raised(
                        clock.instant(),
                        AlertKey.own(AlertRule.CUT_OFF),
                        Severity.HIGH,
                        "caretaker itself seems cut off",
                        "nothing that was asked answers; the services of "
                                + hosts
                                + " hosts are not judged and nothing is done to them"));
    }

    public void connected(@Nullable Instant since) {
        LOG.info("caretaker is no longer cut off");
        notifier.tell(
                Notice.cleared(
                        clock.instant(),
                        AlertKey.own(AlertRule.CUT_OFF),
                        "caretaker is no longer cut off",
                        lasted(since) + "all services are checked now"));
    }

    /// The host answers. Ends what an earlier run has told and this one knows nothing of.
    ///
    /// @param connected whether this run never found caretaker cut off
    public void answers(Host host, boolean connected) {
        if (notifier.firing(AlertKey.of(AlertRule.HOST_SILENT, host.id()))) {
            back(host, null);
        }
        if (connected && notifier.firing(AlertKey.own(AlertRule.CUT_OFF))) {
            connected(null);
        }
    }

    private static String services(int number) {
        return number == 1 ? "1 service on it is" : number + " services on it are";
    }

    private String lasted(@Nullable Instant since) {
        return since == null
                ? ""
                : "after " + Duration.between(since, clock.instant()).toSeconds() + " s; ";
    }
}
