package io.caretaker.hosts.ssh;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A line of a `known_hosts` file. Immutable.
///
/// Source: sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT".
///
/// @param hosts the patterns, or one hashed name
record KnownHostLine(boolean revoked, String hosts, HostKey key) {
    private static final String HASHED = "|1|";

    /// Empty for comments, for what cannot be read, and for certificate authorities.
    static Optional<KnownHostLine> parse(String text) {
        String line = text.strip();
        if (line.isEmpty() || line.startsWith("#")) {
            return Optional.empty();
        }
        List<String> fields = new ArrayList<>(List.of(line.split("\\s+", -1)));
        boolean revoked = fields.getFirst().equals("@revoked");
        if (revoked) {
            fields.removeFirst();
        }
        return fields.size() < 3 || fields.getFirst().startsWith("@")
                ? Optional.empty()
                : Optional.of(
                        new KnownHostLine(
                                revoked, fields.get(0), new HostKey(fields.get(1), fields.get(2))));
    }

    /// Whether it speaks of this host; another port than 22 is part of the name.
    boolean matches(String host, int port) {
        String plain = host.toLowerCase(Locale.ROOT);
        String name = port == 22 ? plain : "[" + plain + "]:" + port;
        return hosts.startsWith(HASHED) ? matchesHash(name) : matchesPattern(name);
    }

    private boolean matchesHash(String name) {
        List<String> parts = List.of(hosts.substring(HASHED.length()).split("\\|", -1));
        if (parts.size() != 2) {
            return false;
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts.get(0)), "HmacSHA1"));
            byte[] hash = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
            return MessageDigest.isEqual(hash, Base64.getDecoder().decode(parts.get(1)));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return false;
        }
    }

    private boolean matchesPattern(String name) {
        boolean found = false;
        for (String pattern : hosts.split(",", -1)) {
            boolean not = pattern.startsWith("!");
            if (wildcard(not ? pattern.substring(1) : pattern).matcher(name).matches()) {
                if (not) {
                    return false;
                }
                found = true;
            }
        }
        return found;
    }

    private static Pattern wildcard(String pattern) {
        String plain = pattern.toLowerCase(Locale.ROOT);
        String regex = ("\\Q" + plain + "\\E").replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return Pattern.compile(regex);
    }
}
