package io.caretaker.core.document;

import io.caretaker.core.health.AdoptionPlan;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.inventory.ServiceId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Servers found on this machine, and what adopting them does, as documents.
public final class DiscoveryDocument {
    private DiscoveryDocument() {}

    /// A server.
    ///
    /// @param service what it is, or would be, in the inventory
    /// @param state `new`, `watched` or `adopted`
    /// @param plan null when it cannot be adopted
    public static Map<String, @Nullable Object> of(
            LocalServer server, ServiceId service, String state, @Nullable AdoptionPlan plan) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("name", server.name());
        document.put("engine", server.engine().label());
        document.put("pid", server.pid());
        document.put("user", server.user());
        document.put("host", server.host());
        document.put("port", server.port());
        document.put("socket", server.socketDirectory());
        document.put("data_directory", server.dataDirectory());
        document.put("unit", server.unit());
        document.put("control", server.control().words());
        document.put("service_id", service.value());
        document.put("state", state);
        document.put("adoption", plan == null ? null : plan(plan));
        return document;
    }

    /// What adopting a server would do.
    public static Map<String, @Nullable Object> plan(AdoptionPlan plan) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("account", plan.account());
        document.put("grants", plan.grants());
        document.put("steps", plan.steps());
        return document;
    }
}
