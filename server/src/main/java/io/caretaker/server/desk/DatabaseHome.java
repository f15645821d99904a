package io.caretaker.server.desk;

import io.caretaker.core.check.TunnelUse;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.problem.Problem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The host of the inventory on which a database runs, and how it is to be reached there.
public record DatabaseHome(Host host, TunnelUse tunnel) {
    /// Where a database runs.
    ///
    /// @param named the host, by id or name; null for the one that the address belongs to
    /// @return null when the inventory has no host with that address
    /// @throws Problem `NOT_FOUND` when no host is called so
    public static @Nullable DatabaseHome of(
            Inventory inventory, @Nullable String named, String address, TunnelUse tunnel) {
        Optional<Host> host =
                named == null
                        ? hostOf(inventory, address)
                        : inventory.host(Named.host(inventory, named));
        return host.map(each -> new DatabaseHome(each, tunnel)).orElse(null);
    }

    /// The host that an address belongs to: by its address or name, this machine for a loopback
    /// address; empty when the inventory has none.
    public static Optional<Host> hostOf(Inventory inventory, String address) {
        return inventory.hosts().stream()
                .filter(each ->
                        each.address().equalsIgnoreCase(address)
                                || each.hostname().equalsIgnoreCase(address)
                                || (each.local() && loopback(address)))
                .findFirst();
    }

    private static boolean loopback(String address) {
        return address.equals("localhost") || address.equals("::1") || address.startsWith("127.");
    }
}
