package io.caretaker.web.page;

import io.caretaker.web.Daemon;

/// How much waits for people, beside the parts of the navigation. Pure.
///
/// @param alerts that fire
/// @param approvals that nobody has answered
public record NavCounts(int alerts, int approvals) {

    /// As the daemon remembers it.
    static NavCounts of(Daemon daemon) {
        var now = daemon.clock().instant();
        return new NavCounts(
                daemon.caretaker().alerts().now().firing().size(),
                (int)
                        daemon.caretaker().recovery().approvals().stream()
                                .filter(each -> each.open(now))
                                .count());
    }

    /// The number beside a part; 0 for none.
    public int of(Section section) {
        return switch (section) {
            case ALERTS -> alerts;
            case APPROVALS -> approvals;
            case OVERVIEW, DATABASES, INVENTORY, AUDIT, SETTINGS -> 0;
        };
    }

    /// Whether a part has a number.
    public static boolean counted(Section section) {
        return section == Section.ALERTS || section == Section.APPROVALS;
    }

    /// What the number counts, for those who hear it.
    public String words(Section section) {
        return section == Section.ALERTS
                ? alerts == 1 ? "fires" : "fire"
                : approvals == 1 ? "waits" : "wait";
    }
}
