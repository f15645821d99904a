package io.caretaker.web.database;

import io.caretaker.server.desk.Database;
import org.jspecify.annotations.Nullable;

/// What stands at the top of all pages about one database. Pure.
///
/// @param lockedDown why it refuses connections on purpose; empty when it does not
/// @param tab which of the pages it is
public record DatabaseHead(
        String id,
        String label,
        String engine,
        String address,
        HealthLook health,
        String lockedDown,
        Tab tab) {

    /// The pages about one database.
    public enum Tab {
        HEALTH("Health", ""),
        SESSIONS("Sessions and locks", "/sessions"),
        DETAILS("Queries and sizes", "/details"),
        CLEANUP("Clean-up", "/cleanup");

        private final String label;
        private final String path;

        Tab(String label, String path) {
            this.label = label;
            this.path = path;
        }

        public String label() {
            return label;
        }
    }

    static DatabaseHead of(
            Database database, HealthLook health, @Nullable String lockedDown, Tab tab) {
        return new DatabaseHead(
                database.service().id().value(),
                database.service().label(),
                database.kind().title(),
                database.spec().target().address(),
                health,
                lockedDown == null ? "" : lockedDown,
                tab);
    }

    /// The address of one of the pages.
    public String address(Tab other) {
        return "/databases/" + id + other.path;
    }
}
