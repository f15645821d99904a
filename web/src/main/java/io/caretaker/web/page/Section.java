package io.caretaker.web.page;

/// What the navigation leads to.
public enum Section {
    OVERVIEW("Overview", "/"),
    DATABASES("Databases", "/databases"),
    ALERTS("Alerts", "/alerts"),
    APPROVALS("Approvals", "/approvals"),
    INVENTORY("Inventory", "/inventory"),
    AUDIT("Audit", "/audit"),
    SETTINGS("Settings", "/settings");

    private final String label;
    private final String path;

    Section(String label, String path) {
        this.label = label;
        this.path = path;
    }

    public String label() {
        return label;
    }

    public String path() {
        return path;
    }
}
