package io.caretaker.web.access;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names under which caretaker may be asked. A site that lets its own name point to this
/// machine would otherwise speak to caretaker as if it were us. Immutable.
final class HostNames {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");
    private static final Pattern HEADER =
            Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^\\[\\]:/@\\s]+))(:[0-9]{1,5})?");

    private final Set<String> names;

    /// @param hosts of the configuration
    /// @param listen hosts that are listened on
    HostNames(List<String> hosts, List<String> listen) {
        var all = new HashSet<String>();
        hosts.forEach(each -> all.add(plain(each)));
        listen.forEach(each -> all.add(plain(each)));
        names = Set.copyOf(all);
    }

    /// The name in a `Host` header, without brackets and port; empty when it is none.
    static String in(String header) {
        Matcher found = HEADER.matcher(header.strip());
        if (!found.matches()) {
            return "";
        }
        String address = found.group(1);
        return plain(address == null ? String.valueOf(found.group(2)) : address);
    }

    private static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String bare = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        InetAddress address = AddressRange.address(bare);
        return address == null ? bare : text(address);
    }

    private static String text(InetAddress address) {
        return address.isLoopbackAddress() && address.getAddress().length == 16
                ? "::1"
                : address.getHostAddress();
    }

    /// Whether it is a name of this machine that no other machine can have.
    static boolean loopback(String name) {
        return LOOPBACK.contains(name);
    }

    /// Whether caretaker may be asked under the name.
    ///
    /// @param reached the address of this machine that the request came to
    boolean allows(String name, InetAddress reached) {
        return loopback(name) || names.contains(name) || name.equals(text(reached));
    }
}
