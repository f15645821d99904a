package io.caretaker.core.status;

import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.ServiceType;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which services are wanted; null fields want all.
///
/// @param enabled whether their monitoring is on
public record ServiceFilter(
        @Nullable String environment,
        @Nullable String region,
        @Nullable ServiceType type,
        @Nullable Status status,
        @Nullable HostId host,
        @Nullable String tag,
        @Nullable Boolean enabled)
        implements Predicate<ServiceView> {
    public static final ServiceFilter ALL =
            new ServiceFilter(null, null, null, null, null, null, null);

    @Override
    public boolean test(ServiceView view) {
        var service = view.service();
        return (environment == null || environment.equals(service.environment()))
                && (region == null || region.equals(service.region()))
                && (type == null || type.equals(service.type()))
                && (status == null || status == view.state().status())
                && (host == null || host.equals(service.hostId()))
                && (tag == null || service.tags().contains(tag))
                && (enabled == null || enabled == service.monitoring().enabled());
    }
}
