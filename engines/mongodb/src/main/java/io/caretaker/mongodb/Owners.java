package io.caretaker.mongodb;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// Whose sessions and cursors are: servers tell only a digest of the owner's name, which fits that
/// of an account that is connected as well. Immutable.
///
/// Source: MongoDB Manual, "Server Sessions": `uid` is the SHA-256 digest of `name@database`, and
/// that of nothing where nobody is logged in (4.2 to 8.0).
record Owners(Map<String, String> byDigest) {
    /// For whoever is connected without being logged in.
    static final String ANONYMOUS = "(anonymous)";

    Owners {
        byDigest = Map.copyOf(byDigest);
    }

    static Owners among(Collection<OperationRow> rows) {
        var names = new HashMap<String, String>();
        names.put(digest(""), ANONYMOUS);
        for (OperationRow row : rows) {
            Document user = row.user();
            String name = Fields.text(user, "user");
            if (name != null) {
                String database = Objects.requireNonNullElse(Fields.text(user, "db"), "");
                names.put(digest(name + "@" + database), name);
            }
        }
        return new Owners(names);
    }

    /// Null when it is nobody of those connected.
    @Nullable String of(OperationRow row) {
        byte[] digest = row.owner();
        return digest == null ? null : byDigest.get(HexFormat.of().formatHex(digest));
    }

    private static String digest(String name) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(name.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
