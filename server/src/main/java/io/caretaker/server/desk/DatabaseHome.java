package io.caretaker.server.desk;

import io.caretaker.core.check.TunnelUse;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Inventory;
import java.util.Optional;

/// The host of the inventory on which a database runs, and how it is to be reached there.
public record DatabaseHome(Host host, TunnelUse tunnel) {
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
