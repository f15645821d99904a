package io.caretaker.server.desk;

import io.caretaker.core.audit.AuditLog;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.health.DatabaseEngine;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.inventory.Service;
import io.caretaker.server.watch.Checks;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Everything that asking databases takes; each part is made when it is first needed.
///
/// @param checks knows the ways to servers
/// @param audit opened, and made where there is none, only when something is written down
/// @param lockedDown in words, why a database refuses connections on purpose; null when it does not
public record DatabasePorts(
        Supplier<List<DatabaseEngine>> engines,
        Supplier<Checks> checks,
        Supplier<Hosts> hosts,
        Supplier<AuditLog> audit,
        Function<Service, @Nullable String> lockedDown,
        InstantSource clock,
        Ticker ticker) {}
