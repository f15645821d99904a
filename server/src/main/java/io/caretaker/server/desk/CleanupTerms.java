package io.caretaker.server.desk;

import io.caretaker.core.inventory.Care;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.session.CleanupPolicy;
import io.caretaker.core.session.CleanupPolicy.Limit;
import io.caretaker.core.session.Offence;
import io.caretaker.core.session.Protection;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one clean-up does otherwise than its database's policy says.
///
/// @param after from which age on something is ended, which also turns its ending on
/// @param only for these alone; empty for what the policy ends
/// @param grace how long a cancelled query may take to stop; null as the policy has it
/// @param most end no more than so many; null as the policy has it
/// @param protection whom to spare besides
public record CleanupTerms(
        Map<Offence, Duration> after,
        Set<Offence> only,
        @Nullable Duration grace,
        @Nullable Integer most,
        Protection protection) {
    /// As the policy has it.
    public static final CleanupTerms NONE =
            new CleanupTerms(Map.of(), Set.of(), null, null, Protection.NONE);

    public CleanupTerms {
        after = Map.copyOf(after);
        only = Set.copyOf(only);
    }

    /// What is configured, with this; protection is only ever added.
    ///
    /// @throws Problem `INVALID` when a value is out of its range
    public Care over(Care care) {
        try {
            CleanupPolicy policy = care.cleanup();
            for (Offence offence : Offence.values()) {
                policy = limited(policy, offence);
            }
            policy = grace == null ? policy : policy.withGrace(grace);
            policy = most == null ? policy : policy.atMost(inRange(most));
            return new Care(
                    care.thresholds(),
                    policy,
                    care.protection().and(protection),
                    care.longQuery(),
                    care.emergencyOnSignal());
        } catch (IllegalArgumentException e) {
            throw new Problem(ProblemCode.INVALID, String.valueOf(e.getMessage()), "");
        }
    }

    private static int inRange(int most) {
        if (most < 1 || most > CleanupPolicy.MOST_PER_CYCLE) {
            throw new IllegalArgumentException(
                    "max must be 1 to " + CleanupPolicy.MOST_PER_CYCLE + ", but is " + most);
        }
        return most;
    }

    private CleanupPolicy limited(CleanupPolicy policy, Offence offence) {
        Limit limit = policy.limit(offence);
        Duration age = after.get(offence);
        boolean end = only.isEmpty() ? limit.end() || age != null : only.contains(offence);
        return policy.with(
                offence, new Limit(end, age == null ? limit.after() : age, limit.actAt()));
    }
}
