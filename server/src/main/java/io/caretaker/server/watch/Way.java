package io.caretaker.server.watch;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.TunnelUse;
import io.caretaker.core.inventory.Host;
import org.jspecify.annotations.Nullable;

/// How a port is asked.
public enum Way {
    DIRECT,
    /// Directly, and when that fails through the tunnel.
    EITHER,
    TUNNEL;

    private static final String LOOPBACK = "127.0.0.1";

    /// The way of a check that was never made before.
    ///
    /// @param host the service's host
    public static Way first(Host host, CheckSpec spec) {
        @Nullable String address = Addresses.of(spec);
        if (host.local() || address == null) {
            return DIRECT;
        }
        TunnelUse use =
                spec instanceof CheckSpec.Database database ? database.tunnel() : TunnelUse.AUTO;
        if (Addresses.loopback(address) || use == TunnelUse.ALWAYS) {
            return use == TunnelUse.NEVER ? DIRECT : TUNNEL;
        }
        boolean mayFallBack =
                use == TunnelUse.AUTO
                        && spec instanceof CheckSpec.Database
                        && Addresses.itself(address, host);
        return mayFallBack ? EITHER : DIRECT;
    }

    /// Whether the address is the loopback of a host that is not this machine, so that asking it
    /// from here would ask somebody else.
    public static boolean foreignLoopback(Host host, CheckSpec spec) {
        @Nullable String address = Addresses.of(spec);
        return !host.local() && address != null && Addresses.loopback(address);
    }

    /// Where the host is asked to connect to. What was not said to be asked through the tunnel, and
    /// is closed to us, listens on the loopback.
    public static String farEnd(Host host, CheckSpec spec) {
        String address = String.valueOf(Addresses.of(spec)).replace("[", "").replace("]", "");
        boolean asSaid =
                Addresses.loopback(address)
                        || !Addresses.itself(address, host)
                        || (spec instanceof CheckSpec.Database database
                                && database.tunnel() == TunnelUse.ALWAYS);
        return asSaid ? address : LOOPBACK;
    }
}
