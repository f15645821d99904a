package io.caretaker.server.heal;

import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.recovery.RecoverySituation;
import io.caretaker.core.recovery.RecoveryTrigger;
import io.caretaker.server.care.Lockdowns;
import io.caretaker.server.watch.HostWatch;
import io.caretaker.server.watch.StatusBoard;

/// What the guards look at, as the daemon knows it. Thread-safe.
record Situations(
        StatusBoard board,
        RecoveryMemory memory,
        ApprovalDesk desk,
        HostWatch hosts,
        Lockdowns lockdowns,
        RestartCounts restarts) {

    RecoverySituation of(Service service, Host host, RecoveryTrigger trigger) {
        return new RecoverySituation(
                service,
                board.state(service.id()),
                memory.of(service.id()),
                host,
                board.inventory().environment(service.environment()).orElse(null),
                desk.pause(),
                board.downDependencies(service),
                desk.newest(service.id()),
                hosts.silent(host.id()),
                lockdowns.words(service),
                restarts.of(service.id()),
                trigger);
    }
}
