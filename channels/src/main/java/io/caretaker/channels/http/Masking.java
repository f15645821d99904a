package io.caretaker.channels.http;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Hides secrets in what others say, because a receiver may repeat what it was sent. Immutable.
final class Masking {
    private static final String MASK = "***";
    private static final int SHORTEST = 4;

    /// Parts of an address that are long enough to be one.
    private static final int SHORTEST_PART = 8;

    private final List<String> secrets;

    private Masking(List<String> secrets) {
        this.secrets = secrets;
    }

    static Masking of(List<String> secrets) {
        return new Masking(
                secrets.stream()
                        .filter(each -> each.length() >= SHORTEST)
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList());
    }

    /// What of an address may be secret: all behind the host, and its longer parts.
    static List<String> partsOf(URI address) {
        var parts = new ArrayList<String>();
        add(address.getRawPath(), parts);
        add(address.getRawQuery(), parts);
        add(address.getRawUserInfo(), parts);
        return parts;
    }

    String hide(String text) {
        String hidden = text;
        for (String secret : secrets) {
            hidden = hidden.replace(secret, MASK);
        }
        return hidden;
    }

    @Override
    public String toString() {
        return MASK;
    }

    private static void add(@Nullable String text, List<String> parts) {
        if (text == null) {
            return;
        }
        if (text.length() > 1) {
            parts.add(text);
        }
        for (String part : text.split("[/&=:]", -1)) {
            if (part.length() >= SHORTEST_PART) {
                parts.add(part);
            }
        }
    }
}
