package io.caretaker.cli.config;

import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.core.secret.SecretSource;
import io.caretaker.core.session.Protection;
import io.caretaker.mongostore.MongoAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The MongoDB database that is the store instead of the embedded one.
///
/// @param uri may hold a password when it came from the environment
/// @param user logs in with the password in `MONGODB_PASSWORD`; null for what the address says
public record FleetStore(Secret uri, String database, @Nullable String user) {
    private static final SecretReference PASSWORD =
            new SecretReference.FromEnvironment("MONGODB_PASSWORD");

    /// The address with its password.
    ///
    /// @throws io.caretaker.core.problem.Problem `NOT_FOUND` when there is none for the user
    public MongoAddress address(SecretSource secrets) {
        return address(user == null ? null : secrets.resolve(PASSWORD));
    }

    private MongoAddress address(@Nullable Secret password) {
        return MongoAddress.of(uri.reveal(), database, user, password);
    }

    /// Its account, which caretaker must not shut out of its own store.
    public Protection protection() {
        @Nullable String account = address(Secret.of("")).account();
        return account == null
                ? Protection.NONE
                : new Protection(List.of(account), List.of(), List.of());
    }

    /// Servers and database, for people.
    public String label() {
        return address(Secret.of("")).label();
    }

    @Override
    public String toString() {
        return label();
    }
}
