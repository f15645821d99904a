package io.caretaker.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where connections are accepted.
///
/// @param host a name or address of this machine; `*` for all
/// @param port 0 for any that is free, up to 65,535
public record ListenAddress(String host, int port) {
    private static final Pattern BRACKETS =
            Pattern.compile("\\[([0-9a-fA-F:.%]+)](?::([0-9]{1,5}))?");
    private static final Pattern PLAIN = Pattern.compile("([^\\[\\]:/\\s]+)(?::([0-9]{1,5}))?");
    private static final int LAST_PORT = 65_535;

    public ListenAddress {
        if (host.isBlank()) {
            throw new IllegalArgumentException("the host to listen on is empty");
        }
        if (port < 0 || port > LAST_PORT) {
            throw new IllegalArgumentException("a port is 0 to 65535, but this is " + port);
        }
    }

    /// Reads `127.0.0.1:8321`, `[::1]:8321`, `*:8321`, `localhost`.
    ///
    /// @param usualPort the port when the text names none
    /// @throws IllegalArgumentException when it is none of these
    public static ListenAddress of(String text, int usualPort) {
        Matcher found = BRACKETS.matcher(text);
        if (!found.matches()) {
            found = PLAIN.matcher(text);
        }
        if (!found.matches()) {
            throw new IllegalArgumentException(
                    "'"
                            + text
                            + "' is no address to listen on, such as 127.0.0.1:8321 or [::1]:8321");
        }
        String port = found.group(2);
        return new ListenAddress(found.group(1), port == null ? usualPort : Integer.parseInt(port));
    }

    /// Whether only programs on this machine can connect to it.
    public boolean loopback() {
        return host.equalsIgnoreCase("localhost")
                || host.equals("::1")
                || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    public ListenAddress withPort(int other) {
        return new ListenAddress(host, other);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
