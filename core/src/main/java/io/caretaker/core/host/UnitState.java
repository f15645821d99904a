package io.caretaker.core.host;

import org.jspecify.annotations.Nullable;

/// What a service manager says of a service.
///
/// @param detail the manager's own words (`failed (Result: signal)`)
/// @param mainPid the main process, or null
public record UnitState(Activity activity, String detail, @Nullable Long mainPid) {

    /// The states that matter here.
    public enum Activity {
        ACTIVE,
        /// Starting, or reloading.
        STARTING,
        STOPPING,
        INACTIVE,
        FAILED,
        /// The manager does not know such a service.
        MISSING,
        /// The manager could not be asked.
        UNKNOWN
    }
}
