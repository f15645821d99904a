package io.caretaker.cli.config;

import io.caretaker.core.document.Fields;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.secret.Secret;
import io.caretaker.mongostore.MongoAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The section `store`, which may also be one text: a directory, or the address of a MongoDB
/// database.
record StoreReader(Tree tree) {
    private static final String STORE = "store";
    private static final String URI = "uri";
    private static final String PATH = "path";
    private static final Pattern WITH_PASSWORD = Pattern.compile("(?i)mongodb://[^/@]*:[^/]*@.*");

    /// Makes a section of a text.
    void unfold() {
        if (tree.values().get(STORE) instanceof String text) {
            String key = MongoAddress.looksLikeOne(text) ? URI : PATH;
            Map<String, @Nullable Object> section = new LinkedHashMap<>();
            section.put(key, text);
            tree.values().put(STORE, section);
            tree.note(STORE + "." + key, tree.place(STORE));
        }
    }

    /// Reads the section.
    ///
    /// @return null for the embedded store, or when a problem was noted
    @Nullable FleetStore fleet(Fields store) {
        String database = store.text("database", MongoAddress.DEFAULT_DATABASE);
        String user = store.optionalText("user");
        String uri = store.optionalText(URI);
        // CARETAKER_STORE takes both.
        String path = store.optionalText(PATH);
        String key = path != null && MongoAddress.looksLikeOne(path) ? PATH : URI;
        String address = key.equals(PATH) ? path : uri;
        if (address == null) {
            return null;
        }
        if (WITH_PASSWORD.matcher(address).matches() && inFile(STORE + "." + key)) {
            store.problem(
                    key,
                    "a password must not be written here",
                    "write mongodb://host/database, and set MONGODB_USER and MONGODB_PASSWORD");
            return null;
        }
        try {
            MongoAddress.of(address, database, user, Secret.of(""));
            return new FleetStore(Secret.of(address), database, user);
        } catch (Problem problem) {
            store.problem(key, problem.message(), problem.hint());
            return null;
        }
    }

    private boolean inFile(String path) {
        return tree.place(path).line() > 0 && !tree.place(path).source().endsWith(".env");
    }
}
