package io.caretaker.postgresql;

import io.caretaker.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// What a server stores instead of a password. Made here, so that the password itself never travels
/// and never stands in a log.
///
/// Source: RFC 5803; PostgreSQL manual, `pg_authid.rolpassword` (10 and newer).
final class ScramVerifier {
    private static final int ITERATIONS = 4096;
    private static final int SALT_BYTES = 16;
    private static final int KEY_BITS = 256;

    private ScramVerifier() {}

    static String of(Secret password) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return of(password, salt);
    }

    static String of(Secret password, byte[] salt) {
        try {
            byte[] salted = salted(password, salt);
            byte[] clientKey = mac(salted, "Client Key");
            byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
            return "SCRAM-SHA-256$"
                    + ITERATIONS
                    + ":"
                    + base64(salt)
                    + "$"
                    + base64(storedKey)
                    + ":"
                    + base64(mac(salted, "Server Key"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256 and HMAC", e);
        }
    }

    /// Normalised as SASLprep does for all that is sensible in a password.
    private static byte[] salted(Secret password, byte[] salt) throws GeneralSecurityException {
        String prepared = Normalizer.normalize(password.reveal(), Normalizer.Form.NFKC);
        var key = new PBEKeySpec(prepared.toCharArray(), salt, ITERATIONS, KEY_BITS);
        return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(key)
                .getEncoded();
    }

    private static byte[] mac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
