package io.caretaker.channels.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Proves to a receiver who sent a body, and when: HMAC-SHA256 over the seconds since 1970, a dot
/// and the body. Pure.
final class Signature {
    private Signature() {}

    /// The value of the header: `t=SECONDS,v1=HEX`.
    ///
    /// @param key at least one character
    static String header(String key, Instant at, String body) {
        long seconds = at.getEpochSecond();
        String signed = seconds + "." + body;
        return "t=" + seconds + ",v1=" + hmac(key, signed);
    }

    private static String hmac(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
