package io.caretaker.core.recovery;

import io.caretaker.core.host.UnitState;
import org.jspecify.annotations.Nullable;

/// The second opinion, taken just before acting.
///
/// @param unit what the service manager says; null where there is none
/// @param processAlive whether the service's main process lives; null when not known
/// @param diagnosis what the logs since the last good time give away
/// @param diskFull whether a full disk stopped it and still is full
/// @param goodConfigurationDiffers whether a last good configuration is kept and differs from the
///   present one
/// @param booting what says that the host has not finished booting; null when it has
/// @param start the start under way of the process that lives; null where none lives, and of one
///   that has been well
public record Evidence(
        @Nullable UnitState unit,
        @Nullable Boolean processAlive,
        Diagnosis diagnosis,
        boolean diskFull,
        boolean goodConfigurationDiffers,
        @Nullable String booting,
        @Nullable ProcessStart start) {
    public static final Evidence NONE =
            new Evidence(null, null, Diagnosis.NONE, false, false, null, null);

    /// On a host that has booted, with no start under way.
    public Evidence(
            @Nullable UnitState unit,
            @Nullable Boolean processAlive,
            Diagnosis diagnosis,
            boolean diskFull,
            boolean goodConfigurationDiffers) {
        this(unit, processAlive, diagnosis, diskFull, goodConfigurationDiffers, null, null);
    }

    /// Whether something of the service is known to live. The process table outranks the service
    /// manager, which may go by a PID file of a process that is dead and not reaped yet.
    public boolean alive() {
        return processAlive != null
                ? processAlive
                : unit != null
                        && unit.activity() == UnitState.Activity.ACTIVE
                        && unit.mainPid() != null;
    }
}
