package io.caretaker.hosts.ssh;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/// The public key of a host as `known_hosts` has it.
///
/// @param type such as `ssh-ed25519`
/// @param blob the key in Base64
public record HostKey(String type, String blob) {

    static HostKey of(PublicKey key) {
        var buffer = new ByteArrayBuffer();
        buffer.putRawPublicKey(key);
        return new HostKey(
                KeyUtils.getKeyType(key),
                Base64.getEncoder().encodeToString(buffer.getCompactData()));
    }

    /// As `ssh-keygen -l` shows it.
    public String fingerprint() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(
                                    Base64.getDecoder()
                                            .decode(blob.getBytes(StandardCharsets.US_ASCII)));
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (IllegalArgumentException _) {
            return "an unreadable key";
        }
    }
}
