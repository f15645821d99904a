package io.caretaker.server;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.NameResolver;
import io.caretaker.core.check.Probe;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.health.DatabaseEngine;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.store.Store;
import io.caretaker.server.tell.AlertDesk;
import io.caretaker.server.tell.AlertingSetup;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Everything the daemon is given; it knows no adapter. Whoever made these closes them after the
/// daemon has stopped.
///
/// @param probes without one for databases the engines are asked
/// @param desk hears what there is to tell; the daemon closes it
/// @param localHost this machine, where the operator's own commands run
public record Ports(
        Store store,
        HostAccess localHost,
        Hosts hosts,
        Map<Class<? extends CheckSpec>, Probe> probes,
        NameResolver names,
        List<DatabaseEngine> engines,
        AlertDesk desk,
        AlertingSetup alerting,
        InstantSource clock,
        Ticker ticker,
        RandomGenerator random) {
    public Ports {
        probes = Map.copyOf(probes);
        engines = List.copyOf(engines);
    }
}
