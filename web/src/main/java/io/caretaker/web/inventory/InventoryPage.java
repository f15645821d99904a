package io.caretaker.web.inventory;

import java.util.List;

/// What is watched, and what was found and is not yet.
public record InventoryPage(
        List<Found> found, List<Line> services, List<Line> hosts, List<Line> environments) {
    public InventoryPage {
        found = List.copyOf(found);
        services = List.copyOf(services);
        hosts = List.copyOf(hosts);
        environments = List.copyOf(environments);
    }

    /// A database server that runs on this machine.
    ///
    /// @param state that caretaker does not know it, or watches it without a log-in
    /// @param adoptable whether caretaker can make itself an account
    public record Found(
            String name, String engine, String where, String state, boolean adoptable) {}

    /// One entry.
    ///
    /// @param origin who owns it, where that keeps people from changing it; empty otherwise
    public record Line(String id, String label, String note, String origin) {}
}
