package io.caretaker.channels.http;

import io.caretaker.channels.ChannelSettings;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.core.secret.SecretSource;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Addresses of the web, which may be secrets.
final class Addresses {
    private Addresses() {}

    /// The address.
    ///
    /// Throws [Problem], which does not show it, when it is none or the secret cannot be had.
    static URI resolve(ChannelSettings.Address address, SecretSource secrets) {
        URI plain = address.plain();
        SecretReference reference = address.secret();
        URI uri = plain == null && reference != null ? secret(reference, secrets) : plain;
        if (uri == null || uri.getHost() == null || !web(uri.getScheme())) {
            throw bad("the url is no address of the web", "it must begin with https:// or http://");
        }
        if (uri.getRawUserInfo() != null) {
            throw bad("the url holds a user or a password", "give them as user and password");
        }
        return uri;
    }

    /// Host and port where one is given: all of an address that people may see.
    static String host(URI uri) {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    /// Where an address leads, for people; a secret is not looked up for it.
    static String target(ChannelSettings.Address address) {
        URI plain = address.plain();
        if (plain != null) {
            return plain.getHost() == null ? "no address" : host(plain);
        }
        return switch (address.secret()) {
            case SecretReference.FromEnvironment(String name) -> "the address in $" + name;
            case SecretReference.FromFile(String path) -> "the address in " + path;
            case SecretReference.FromCommand(var command) ->
                    "the address that " + command.getFirst() + " tells";
            case null -> "no address";
        };
    }

    private static URI secret(SecretReference reference, SecretSource secrets) {
        try {
            return new URI(secrets.resolve(reference).reveal().strip());
        } catch (URISyntaxException e) {
            // Without the cause, which repeats the address.
            throw bad("the url is no address", "it must begin with https:// or http://");
        }
    }

    private static boolean web(@Nullable String scheme) {
        return scheme != null && scheme.toLowerCase(Locale.ROOT).matches("https?");
    }

    private static Problem bad(String message, String hint) {
        return new Problem(ProblemCode.CONFIGURATION, message, hint);
    }
}
