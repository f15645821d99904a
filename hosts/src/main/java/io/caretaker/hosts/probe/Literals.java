package io.caretaker.hosts.probe;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// Addresses written as numbers, told from names without asking anybody. Pure.
final class Literals {
    private Literals() {}

    static @Nullable InetAddress parse(String host) {
        boolean candidate = host.indexOf(':') >= 0 || isDotted(host);
        if (!candidate) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(unbracketed(host));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /// `[::1]`, as in a URL, is `::1`.
    static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }

    private static boolean isDotted(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return !host.isEmpty();
    }
}
