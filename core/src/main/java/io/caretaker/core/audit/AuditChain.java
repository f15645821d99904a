package io.caretaker.core.audit;

import io.caretaker.core.audit.AuditLog.AuditRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The hash chain of the audit log: SHA-256 over number, previous hash and every field with its
/// length before it, so that no two different records have the same input. Instants count in
/// milliseconds, as stores keep them. Pure.
public final class AuditChain {
    /// The previous hash of the first record.
    public static final String GENESIS = "0".repeat(64);

    private AuditChain() {}

    public static AuditRecord link(long number, String previousHash, AuditEntry entry) {
        return new AuditRecord(number, entry, previousHash, hash(number, previousHash, entry));
    }

    /// Null when the record follows `previous` and was not changed; else the reason.
    public static @Nullable String fault(@Nullable AuditRecord previous, AuditRecord record) {
        long expected = previous == null ? 1 : previous.number() + 1;
        if (record.number() != expected) {
            return "record " + expected + " is missing";
        }
        if (!record.previousHash().equals(previous == null ? GENESIS : previous.hash())) {
            return "it does not follow the record before it";
        }
        if (!record.hash().equals(hash(record.number(), record.previousHash(), record.entry()))) {
            return "its content was changed";
        }
        return null;
    }

    private static String hash(long number, String previousHash, AuditEntry entry) {
        MessageDigest digest = sha256();
        put(digest, Long.toString(number));
        put(digest, previousHash);
        put(digest, Long.toString(entry.at().toEpochMilli()));
        put(digest, entry.actor());
        put(digest, entry.action());
        put(digest, entry.target());
        put(digest, Boolean.toString(entry.success()));
        put(digest, entry.message());
        put(digest, entry.took() == null ? "" : Long.toString(entry.took().toMillis()));
        entry.details()
                .forEach((key, value) -> {
                    put(digest, key);
                    put(digest, value);
                });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void put(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
