package io.caretaker.mongodb;

import java.util.regex.Pattern;

/// Tells hosts whose traffic never leaves the machine.
final class Loopback {
    private static final Pattern IPV4 = Pattern.compile("127(\\.\\d{1,3}){3}");

    private Loopback() {}

    static boolean is(String host) {
        return host.equals("localhost") || host.equals("::1") || IPV4.matcher(host).matches();
    }
}
