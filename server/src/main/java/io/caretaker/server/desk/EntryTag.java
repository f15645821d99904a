package io.caretaker.server.desk;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The tag of an entry: equal for equal content, whoever computes it. Of an entry's fields only
/// those count that people write; when a host was last seen changes no tag.
public final class EntryTag {
    private static final Set<String> UNCOUNTED = Set.of("updated_at", "last_seen");
    private static final int BYTES = 16;

    private EntryTag() {}

    /// The tag: 32 hexadecimal digits of the SHA-256 of the content.
    ///
    /// @param document as [InventoryDesk#document] gives it
    public static String of(Map<String, @Nullable Object> document) {
        var counted = new TreeMap<String, @Nullable Object>(document);
        counted.keySet().removeAll(UNCOUNTED);
        var text = new StringBuilder();
        write(counted, text);
        byte[] digest = sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES));
    }

    /// Texts carry their length, so that no two contents look alike.
    private static void write(@Nullable Object value, StringBuilder text) {
        switch (value) {
            case null -> text.append("null");
            case Map<?, ?> map -> {
                var sorted = new TreeMap<String, @Nullable Object>();
                map.forEach((key, each) -> sorted.put(String.valueOf(key), each));
                text.append('{');
                sorted.forEach((key, each) -> {
                    write(key, text);
                    write(each, text);
                });
                text.append('}');
            }
            case List<?> list -> {
                text.append('[');
                list.forEach(each -> write(each, text));
                text.append(']');
            }
            default -> {
                String plain = value.toString();
                text.append(plain.length()).append(':').append(plain);
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
