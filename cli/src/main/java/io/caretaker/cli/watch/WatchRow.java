package io.caretaker.cli.watch;

import io.caretaker.core.overview.AttentionItem;
import io.caretaker.core.overview.Counts;
import io.caretaker.core.overview.FleetService;

/// A row of the list.
sealed interface WatchRow {
    /// What stays the same while the list changes around it.
    String key();

    /// A problem.
    record Problem(AttentionItem item) implements WatchRow {
        @Override
        public String key() {
            return "problem " + item.subject() + " " + String.join(" ", item.alerts());
        }
    }

    /// The head of a region's services.
    record Group(String environment, String region, Counts counts) implements WatchRow {
        @Override
        public String key() {
            return "group " + environment + " " + region;
        }
    }

    /// A service.
    record Service(FleetService service) implements WatchRow {
        @Override
        public String key() {
            return "service " + service.id();
        }
    }
}
