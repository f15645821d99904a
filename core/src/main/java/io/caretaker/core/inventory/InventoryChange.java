package io.caretaker.core.inventory;

/// One change of the inventory. `Add` refuses an id that exists, `Replace` one that does not, `Put`
/// takes both.
public sealed interface InventoryChange {
    record AddHost(Host host) implements InventoryChange {}

    /// Also copies environment and region to the host's services.
    record ReplaceHost(Host host) implements InventoryChange {}

    record PutHost(Host host) implements InventoryChange {}

    /// Removes its services too.
    record RemoveHost(HostId id) implements InventoryChange {}

    record AddService(Service service) implements InventoryChange {}

    record ReplaceService(Service service) implements InventoryChange {}

    record PutService(Service service) implements InventoryChange {}

    /// Refused while another service depends on it.
    record RemoveService(ServiceId id) implements InventoryChange {}

    record AddEnvironment(Environment environment) implements InventoryChange {}

    record ReplaceEnvironment(Environment environment) implements InventoryChange {}

    record PutEnvironment(Environment environment) implements InventoryChange {}

    /// Refused while a host stands in it.
    record RemoveEnvironment(String name) implements InventoryChange {}
}
