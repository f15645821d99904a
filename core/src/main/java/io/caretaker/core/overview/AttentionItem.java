package io.caretaker.core.overview;

import io.caretaker.core.alert.Subject;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.Severity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One problem, with all that a person needs to know of it. The texts are plain sentences, or
/// empty.
///
/// @param label the subject's name for people
/// @param since since when; null when that is not known
/// @param what what is wrong
/// @param why the cause, as far as it is known
/// @param doing what caretaker did about it or will do
/// @param asked what a person should do
/// @param approval the id of the approval that is waited for; empty without one
/// @param alerts the ids of the firing alerts behind it, the worst first
/// @param seenBy who sees to it; null while nobody has said so
/// @param folded the services whose trouble it explains, in the order of their ids
public record AttentionItem(
        Subject subject,
        String label,
        Severity severity,
        @Nullable Instant since,
        String what,
        String why,
        String doing,
        Wanted wanted,
        String asked,
        String approval,
        List<String> alerts,
        @Nullable String seenBy,
        List<ServiceId> folded) {
    public AttentionItem {
        alerts = List.copyOf(alerts);
        folded = List.copyOf(folded);
    }
}
