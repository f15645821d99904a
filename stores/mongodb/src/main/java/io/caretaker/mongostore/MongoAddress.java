package io.caretaker.mongostore;

import com.mongodb.ConnectionString;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.Secret;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where the store is and who logs in. Immutable; shows no password.
///
/// @param uri `mongodb://…`; may hold a password
/// @param database the database's name
/// @param user logs in instead of the address's own user, or null
/// @param password of `user`, or null
public record MongoAddress(
        Secret uri, String database, @Nullable String user, @Nullable Secret password) {
    public static final String DEFAULT_DATABASE = "service_monitor";

    private static final Pattern NAME = Pattern.compile("[^/\\\\. \"$*<>:|?\0]{1,63}");
    private static final String EXAMPLE =
            "mongodb://host1:27017,host2:27017/service_monitor?replicaSet=rs0&tls=true;"
                    + " special characters of user and password are percent-encoded";

    /// Whether a text is meant as an address of this kind, valid or not.
    public static boolean looksLikeOne(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.startsWith("mongodb:") || lower.startsWith("mongodb+srv:");
    }

    /// Reads an address.
    ///
    /// @param database taken when the address names none, or null for [#DEFAULT_DATABASE]
    /// @throws Problem `INVALID`, without any part of the address that could be a password
    public static MongoAddress of(
            String text,
            @Nullable String database,
            @Nullable String user,
            @Nullable Secret password) {
        String uri = text.strip();
        refuseServiceRecords(uri);
        ConnectionString parsed = parse(uri);
        String named = parsed.getDatabase();
        String other = database == null || database.isBlank() ? DEFAULT_DATABASE : database;
        String name = named == null || named.isBlank() ? other : named;
        if (!NAME.matcher(name).matches()) {
            throw invalid("the database name '" + name + "' is not allowed", null);
        }
        if (user != null && password == null && parsed.getPassword() == null) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "the user '" + user + "' has no password",
                    "set MONGODB_PASSWORD too");
        }
        return new MongoAddress(Secret.of(uri), name, user, password);
    }

    private static void refuseServiceRecords(String uri) {
        if (uri.toLowerCase(Locale.ROOT).startsWith("mongodb+srv:")) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "mongodb+srv:// is not supported: it asks the name service where the servers are,"
                            + " without a time limit and without TLS of its own",
                    "name the servers: mongodb://host1,host2/service_monitor?replicaSet=rs0&tls=true");
        }
    }

    private static ConnectionString parse(String uri) {
        try {
            return new ConnectionString(uri);
        } catch (IllegalArgumentException e) {
            // The driver's words may quote the address.
            String reason = uri.indexOf('@') >= 0 ? "" : ": " + e.getMessage();
            throw invalid("the address of the MongoDB store cannot be read" + reason, null);
        }
    }

    private static Problem invalid(String message, @Nullable Throwable cause) {
        return new Problem(ProblemCode.INVALID, message, "such as " + EXAMPLE, cause);
    }

    /// Who logs in; null when nobody does.
    public @Nullable String account() {
        return user != null ? user : connection().getUsername();
    }

    ConnectionString connection() {
        return new ConnectionString(uri.reveal());
    }

    /// Servers and database, for people.
    public String label() {
        return "mongodb://" + String.join(",", connection().getHosts()) + "/" + database;
    }

    @Override
    public String toString() {
        return label();
    }
}
