package io.caretaker.core.lockdown;

import java.util.List;

/// What a lockdown would restrict.
///
/// @param restricted as they stand before it
/// @param leftAlone what stays as it is, and why
/// @param notes what people should know
public record LockdownPlan(
        List<Restriction> restricted, List<Gates.Exempt> leftAlone, List<String> notes) {
    public LockdownPlan {
        restricted = List.copyOf(restricted);
        leftAlone = List.copyOf(leftAlone);
        notes = List.copyOf(notes);
    }
}
