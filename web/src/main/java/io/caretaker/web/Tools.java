package io.caretaker.web;

import io.caretaker.server.care.Lockdowns;
import io.caretaker.server.desk.ConnectionTest;
import io.caretaker.server.desk.DatabasePorts;
import io.caretaker.server.desk.EntryDefaults;
import io.caretaker.server.discover.Adoption;
import io.caretaker.server.discover.Discovery;
import io.caretaker.server.discover.Findings;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What it takes to do what people ask of a daemon, besides the daemon itself. Each part is made
/// when it is first needed.
///
/// @param databases looking at databases and caring for them
/// @param defaults what fields mean that are left out of a new service
/// @param configuration reads a configuration without taking it over
/// @param retention how long rows of the history are kept
/// @param zone for times in what people are told
/// @param settings what is in force, as `caretaker show-config --format json` says it
public record Tools(
        DatabasePorts databases,
        EntryDefaults defaults,
        Supplier<Lockdowns> lockdowns,
        Supplier<Discovery> discovery,
        Supplier<Findings> findings,
        Supplier<Adoption> adoption,
        Supplier<ConnectionTest> connections,
        ConfigurationCheck configuration,
        Duration retention,
        ZoneId zone,
        Supplier<Map<String, @Nullable Object>> settings) {

    /// Reads the text of a configuration and starts nothing.
    @FunctionalInterface
    public interface ConfigurationCheck {
        /// What is wrong with it, as `caretaker config check --format json` says it.
        Map<String, @Nullable Object> of(String yaml);
    }
}
