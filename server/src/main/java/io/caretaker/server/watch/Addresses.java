package io.caretaker.server.watch;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.inventory.Host;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What an address in a check means, seen from the service's host.
final class Addresses {
    private Addresses() {}

    static boolean loopback(String address) {
        String plain = address.toLowerCase(Locale.ROOT);
        return plain.equals("localhost")
                || plain.equals("::1")
                || plain.equals("[::1]")
                || plain.startsWith("127.");
    }

    /// Whether the address is the host itself.
    static boolean itself(String address, Host host) {
        return loopback(address)
                || address.equalsIgnoreCase(host.address())
                || address.equalsIgnoreCase(host.hostname());
    }

    /// The address that the check asks; null where it asks the host itself.
    static @Nullable String of(CheckSpec spec) {
        return switch (spec) {
            case CheckSpec.Tcp tcp -> tcp.host();
            case CheckSpec.Http http -> http.url().getHost();
            case CheckSpec.Database database -> database.target().host();
            case CheckSpec.Unit _,
                    CheckSpec.ProcessAlive _,
                    CheckSpec.Custom _,
                    CheckSpec.HostFacts _ ->
                    null;
        };
    }

    /// The port that the check asks; -1 where it asks none.
    static int port(CheckSpec spec) {
        return switch (spec) {
            case CheckSpec.Tcp tcp -> tcp.port();
            case CheckSpec.Http http -> {
                int port = http.url().getPort();
                yield port >= 0 ? port : http.url().getScheme().equals("https") ? 443 : 80;
            }
            case CheckSpec.Database database -> database.target().port();
            case CheckSpec.Unit _,
                    CheckSpec.ProcessAlive _,
                    CheckSpec.Custom _,
                    CheckSpec.HostFacts _ ->
                    -1;
        };
    }
}
