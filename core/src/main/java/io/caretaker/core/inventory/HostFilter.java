package io.caretaker.core.inventory;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which hosts are wanted; null fields want all.
public record HostFilter(
        @Nullable String environment,
        @Nullable String region,
        @Nullable HostStatus status,
        @Nullable String tag)
        implements Predicate<Host> {
    public static final HostFilter ALL = new HostFilter(null, null, null, null);

    @Override
    public boolean test(Host host) {
        return (environment == null || environment.equals(host.placement().environment()))
                && (region == null || region.equals(host.placement().region()))
                && (status == null || status == host.status())
                && (tag == null || host.metadata().tags().contains(tag));
    }
}
