package io.caretaker.server.heal;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.server.watch.HostErrands;
import io.caretaker.server.watch.StatusBoard;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Keeps the configurations of stable services now and then. Called every second by one thread;
/// does its work on others, one for each host.
final class ConfigurationRounds implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /// Other hosts are asked in every such round only: each look costs programs there.
    private static final int ROUNDS_ELSEWHERE = 10;

    private final GoodConfigurations configurations;
    private final StatusBoard board;
    private final Function<Service, Optional<Site>> sites;
    private final Function<ServiceId, @Nullable Long> pids;
    private final Duration interval;
    private final Ticker ticker;
    private final HostErrands errands = new HostErrands("keeping configurations");
    private long next;
    private int round;

    /// @param sites empty for a service that must not be looked at now
    /// @param interval zero for never
    ConfigurationRounds(
            GoodConfigurations configurations,
            StatusBoard board,
            Function<Service, Optional<Site>> sites,
            Function<ServiceId, @Nullable Long> pids,
            Duration interval,
            Ticker ticker) {
        this.configurations = configurations;
        this.board = board;
        this.sites = sites;
        this.pids = pids;
        this.interval = interval;
        this.ticker = ticker;
        this.next = ticker.nanos();
    }

    void turn() {
        long now = ticker.nanos();
        if (interval.isZero() || now - next < 0) {
            return;
        }
        next = now + interval.toNanos();
        boolean everywhere = round++ % ROUNDS_ELSEWHERE == 0;
        for (Service service : board.inventory().services(each -> !each.configFiles().isEmpty())) {
            sites.apply(service)
                    .filter(site -> site.host().local() || everywhere)
                    .ifPresent(site -> errands.send(site.host().id(), () -> keep(site)));
        }
    }

    private void keep(Site site) throws InterruptedException {
        Long pid = pids.apply(site.service().id());
        Optional<ProcessFacts> process =
                pid == null ? Optional.empty() : site.access().process(pid);
        if (process.isPresent()) {
            configurations.keep(site, process.get().startedAt(), Deadline.after(LIMIT, ticker));
        }
    }

    @Override
    public void close() {
        errands.close();
    }
}
