package io.caretaker.core.overview;

import io.caretaker.core.recovery.Pause;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How everything is: in one sentence, what needs attention, and the whole fleet. Immutable.
///
/// @param attention approvals that are waited for, then what nobody has seen, then what somebody
///   sees to; of each kind the worst first, of those the oldest first; one item for one problem
/// @param fleet by environment, those that the inventory describes first, in its order
/// @param pause the pause of recovery that holds; null without one
public record Overview(
        Headline headline,
        List<AttentionItem> attention,
        Counts counts,
        List<EnvironmentGroup> fleet,
        @Nullable Pause pause,
        Instant at) {
    public Overview {
        attention = List.copyOf(attention);
        fleet = List.copyOf(fleet);
    }

    /// Looks at each service and alert once or a few times, never at each pair of them.
    public static Overview of(Findings findings) {
        List<EnvironmentGroup> fleet = FleetRules.groups(findings);
        Counts counts = Counts.sum(fleet.stream().map(EnvironmentGroup::counts).toList());
        Troubles troubles = Troubles.of(findings);
        List<AttentionItem> attention = AttentionRules.items(findings, troubles);
        return new Overview(
                HeadlineRules.headline(counts, attention, troubles, findings),
                attention,
                counts,
                fleet,
                findings.pauseInForce(),
                findings.now());
    }
}
