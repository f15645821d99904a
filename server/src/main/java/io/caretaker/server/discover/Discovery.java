package io.caretaker.server.discover;

import io.caretaker.core.health.DatabaseEngine;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ProcessFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Finds the database servers that run on this machine, by their processes, sockets and units.
/// Changes nothing.
public final class Discovery {
    private final HostAccess host;
    private final List<DatabaseEngine> engines;

    public Discovery(HostAccess host, List<DatabaseEngine> engines) {
        this.host = host;
        this.engines = List.copyOf(engines);
    }

    /// The servers found, by engine and name; two that would have the same name get their port
    /// behind it.
    public List<LocalServer> find() {
        var found = new ArrayList<LocalServer>();
        for (ProcessFacts process : host.processes()) {
            recognise(process).ifPresent(found::add);
        }
        found.sort(
                Comparator.comparing(LocalServer::engine)
                        .thenComparing(LocalServer::name)
                        .thenComparingInt(LocalServer::port));
        return found.stream().map(server -> distinct(server, found)).toList();
    }

    private Optional<LocalServer> recognise(ProcessFacts process) {
        return engines.stream()
                .map(engine -> engine.recognise(process, host))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static LocalServer distinct(LocalServer server, List<LocalServer> all) {
        boolean shared =
                all.stream().filter(other -> other.name().equals(server.name())).count() > 1;
        return shared ? renamed(server, server.name() + "-" + server.port()) : server;
    }

    private static LocalServer renamed(LocalServer server, String name) {
        return new LocalServer(
                server.engine(),
                name,
                server.pid(),
                server.user(),
                server.host(),
                server.port(),
                server.socketDirectory(),
                server.dataDirectory(),
                server.executable(),
                server.control(),
                server.unit(),
                server.logFiles(),
                server.configFiles());
    }
}
