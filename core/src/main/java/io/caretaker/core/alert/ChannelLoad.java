package io.caretaker.core.alert;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How busy a channel is.
///
/// @param waiting messages that wait to be sent
/// @param recent when the last messages were made, the oldest first; at least as many as may leave
///   in a burst
public record ChannelLoad(int waiting, List<Instant> recent) {
    /// With more than this many waiting nothing is added: what is new is told in one message later.
    public static final int MOST_WAITING = 20;

    public static final ChannelLoad IDLE = new ChannelLoad(0, List.of());

    public ChannelLoad {
        recent = List.copyOf(recent);
    }

    /// How many messages may be made now; 0 or less for none. Messages that seem to come from the
    /// future were made before the clock was set back, and do not count.
    int allowance(ChannelPolicy policy, Instant now) {
        List<Instant> young = young(policy, now);
        int left = policy.burst() - young.size();
        int paced = left > 0 || oneMore(policy, young).isAfter(now) ? left : 1;
        return Math.min(paced, MOST_WAITING - waiting);
    }

    /// When one more may be made, as far as the pace decides; null when it does not.
    @Nullable Instant nextAllowance(ChannelPolicy policy, Instant now) {
        List<Instant> young = young(policy, now);
        if (waiting >= MOST_WAITING || young.isEmpty()) {
            return null;
        }
        Instant whole = young.getFirst().plus(policy.pace().multipliedBy(policy.burst()));
        Instant one = oneMore(policy, young);
        return one.isBefore(whole) ? one : whole;
    }

    private List<Instant> young(ChannelPolicy policy, Instant now) {
        Instant window = now.minus(policy.pace().multipliedBy(policy.burst()));
        return recent.stream().filter(each -> each.isAfter(window) && !each.isAfter(now)).toList();
    }

    private static Instant oneMore(ChannelPolicy policy, List<Instant> young) {
        return young.getLast().plus(policy.pace());
    }
}
