package io.caretaker.server.care;

import io.caretaker.core.change.ChangeState;
import io.caretaker.core.session.CleanupReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an emergency shutdown has done.
///
/// @param lockdown where the lockdown stands; null when none was asked for
/// @param notes what people should know besides
public record EmergencyReport(
        CleanupReport sessions, @Nullable ChangeState lockdown, List<String> notes) {
    public EmergencyReport {
        notes = List.copyOf(notes);
    }
}
