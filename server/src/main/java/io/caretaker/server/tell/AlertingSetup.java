package io.caretaker.server.tell;

import io.caretaker.core.alert.AlertingPolicy;
import io.caretaker.core.alert.Channel;
import io.caretaker.core.liveness.LifeSign;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the daemon is given to tell people.
///
/// @param channels those that the policy knows
/// @param lifeSign to whoever watches caretaker itself; null for nobody
/// @param lifeSignEvery the time between two signs
public record AlertingSetup(
        AlertingPolicy policy,
        List<Channel> channels,
        @Nullable LifeSign lifeSign,
        Duration lifeSignEvery) {
    public static final AlertingSetup NONE =
            new AlertingSetup(AlertingPolicy.NONE, List.of(), null, Duration.ofMinutes(1));

    public AlertingSetup {
        channels = List.copyOf(channels);
        if (lifeSignEvery.isZero() || lifeSignEvery.isNegative()) {
            throw new IllegalArgumentException("the interval of signs of life must be positive");
        }
    }

    /// Without signs of life.
    public static AlertingSetup of(AlertingPolicy policy, List<Channel> channels) {
        return new AlertingSetup(policy, channels, null, NONE.lifeSignEvery);
    }
}
