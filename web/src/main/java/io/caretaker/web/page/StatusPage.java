package io.caretaker.web.page;

import java.util.List;

/// How the services are, for everybody: names and states, and nothing that helps an attacker.
///
/// @param headline how everything is
/// @param look the class of the headline
public record StatusPage(String headline, String look, List<Environment> environments, When at) {
    public StatusPage {
        environments = List.copyOf(environments);
    }

    /// One environment.
    ///
    /// @param services of the environment, by name
    public record Environment(String name, List<Line> services) {
        public Environment {
            services = List.copyOf(services);
        }
    }

    /// One service.
    ///
    /// @param uptime of the last 30 days
    public record Line(String label, StateWords state, String uptime, HeartbeatBar bar) {}
}
