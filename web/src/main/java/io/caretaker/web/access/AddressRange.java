package io.caretaker.web.access;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.regex.Pattern;

/// Addresses that begin alike. Immutable.
///
/// @param text as it was written: `10.0.0.7`, `10.0.0.0/8`, `fd00::/8`
public record AddressRange(String text, InetAddress first, int bits) {
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /// Reads an address, or the first of a range with the number of bits that count.
    ///
    /// @throws IllegalArgumentException when it is neither
    public static AddressRange of(String text) {
        String[] parts = text.strip().split("/", 2);
        InetAddress first = address(parts[0]);
        if (first == null) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no address or range, such as 10.0.0.7 or 10.0.0.0/8");
        }
        int most = first.getAddress().length * 8;
        int bits = parts.length == 1 ? most : bits(parts[1]);
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException(
                    "'" + text + "' must have 0 to " + most + " bits after the slash");
        }
        return new AddressRange(text.strip(), first, bits);
    }

    /// The address that the text is; null when it is none. Asks no name server.
    static @org.jspecify.annotations.Nullable InetAddress address(String text) {
        if (!LITERAL.matcher(text).matches()) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static int bits(String text) {
        return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
    }

    /// Whether the address is one of them.
    public boolean contains(InetAddress address) {
        byte[] mine = first.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        int whole = bits / 8;
        if (!Arrays.equals(mine, 0, whole, other, 0, whole)) {
            return false;
        }
        int rest = bits % 8;
        int mask = 0xff << (8 - rest) & 0xff;
        return rest == 0 || (mine[whole] & mask) == (other[whole] & mask);
    }

    @Override
    public String toString() {
        return text;
    }
}
