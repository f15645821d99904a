package io.caretaker.cli.config;

import io.caretaker.channels.ChannelSettings;
import io.caretaker.core.document.Fields;
import io.caretaker.core.document.SecretDocument;
import io.caretaker.core.secret.SecretReference;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Addresses of the web in configuration. Problems never show what may be a secret.
final class WebAddress {
    private WebAddress() {}

    /// An address in the clear, or where it is kept.
    ///
    /// @return null when absent or when a problem was noted
    static ChannelSettings.@Nullable Address read(Fields fields, String key) {
        if (fields.isText(key)) {
            URI plain = fields.optionalParsed(key, WebAddress::of);
            return plain == null ? null : new ChannelSettings.Address(plain, null);
        }
        SecretReference secret = SecretDocument.read(fields, key);
        return secret == null ? null : new ChannelSettings.Address(null, secret);
    }

    /// An address that begins with `http://` or `https://`.
    static URI of(String text) {
        URI address = parsed(text);
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("must begin with https:// or http://");
        }
        if (address.getHost() == null) {
            throw new IllegalArgumentException("names no server");
        }
        if (address.getRawUserInfo() != null) {
            throw new IllegalArgumentException("a password must not be written here");
        }
        return address;
    }

    /// The address of a proxy, `http://HOST:PORT`.
    static URI proxy(String text) {
        URI address = of(text);
        boolean plain = address.getScheme().equalsIgnoreCase("http");
        if (!plain || address.getPort() < 1 || address.getRawPath().length() > 1) {
            throw new IllegalArgumentException("must be http://HOST:PORT");
        }
        return address;
    }

    private static URI parsed(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is not an address: " + e.getReason(), e);
        }
    }
}
