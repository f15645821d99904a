package io.caretaker.it.browser;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Every page that a [Shop] has. A new one stands here, and is looked at by all tests of all pages.
final class Pages {
    /// The paths by their names.
    static final Map<String, String> ALL =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("overview", "/"),
                            Map.entry("overview-filtered", "/?q=stock"),
                            Map.entry("host", "/hosts/here"),
                            Map.entry("service-up", "/services/svc_01"),
                            Map.entry("service-down", "/services/svc_13"),
                            Map.entry("databases", "/databases"),
                            Map.entry("database", "/databases/svc_stock"),
                            Map.entry("database-details", "/databases/svc_stock/details"),
                            Map.entry("sessions", "/databases/svc_stock/sessions"),
                            Map.entry("cleanup", "/databases/svc_stock/cleanup"),
                            Map.entry("alerts", "/alerts"),
                            Map.entry("mutes", "/alerts/mutes"),
                            Map.entry("channels", "/alerts/channels"),
                            Map.entry("approvals", "/approvals"),
                            Map.entry("audit", "/audit"),
                            Map.entry("inventory", "/inventory"),
                            Map.entry("new-database", "/inventory/databases/new"),
                            Map.entry("new-service", "/inventory/services/new"),
                            Map.entry("settings", "/settings"),
                            Map.entry("api", "/api"),
                            Map.entry("login", "/login"),
                            Map.entry("status-page", "/status-page")));

    private Pages() {}

    static Stream<String> paths() {
        return ALL.values().stream();
    }
}
