package io.caretaker.core.inventory;

import java.util.function.UnaryOperator;

/// One change of the inventory. `Add` refuses an id that exists, `Replace` one that does not, `Put`
/// takes both.
///
/// `Edit` changes what is there at the moment of the change, so that two who edit different fields
/// of one entry do not undo each other. Its function may run several times and must not keep
/// anything but its last outcome; what it throws refuses all changes.
///
/// An entry that comes out as it was keeps its `updated_at`, whatever the change says.
public sealed interface InventoryChange {
    record AddHost(Host host) implements InventoryChange {}

    /// Also copies environment and region to the host's services.
    record ReplaceHost(Host host) implements InventoryChange {}

    record PutHost(Host host) implements InventoryChange {}

    record EditHost(HostId id, UnaryOperator<Host> edit) implements InventoryChange {}

    /// Removes its services too.
    record RemoveHost(HostId id) implements InventoryChange {}

    record AddService(Service service) implements InventoryChange {}

    record ReplaceService(Service service) implements InventoryChange {}

    record PutService(Service service) implements InventoryChange {}

    record EditService(ServiceId id, UnaryOperator<Service> edit) implements InventoryChange {}

    /// Refused while another service depends on it.
    record RemoveService(ServiceId id) implements InventoryChange {}

    record AddEnvironment(Environment environment) implements InventoryChange {}

    record ReplaceEnvironment(Environment environment) implements InventoryChange {}

    record PutEnvironment(Environment environment) implements InventoryChange {}

    record EditEnvironment(String name, UnaryOperator<Environment> edit)
            implements InventoryChange {}

    /// Refused while a host stands in it.
    record RemoveEnvironment(String name) implements InventoryChange {}
}
