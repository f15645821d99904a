package io.caretaker.web.access;

import io.caretaker.web.http.Request;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where a request comes from.
///
/// @param address of the client itself, also behind a trusted proxy
/// @param secure whether the client's own connection is TLS
/// @param direct whether it came by no proxy, as far as can be told
/// @param trusted whether it came by a proxy whose word is taken
record Client(InetAddress address, boolean secure, boolean direct, boolean trusted) {
    private static final List<String> MARKS =
            List.of(
                    "forwarded",
                    "via",
                    "x-forwarded-for",
                    "x-forwarded-host",
                    "x-forwarded-proto",
                    "x-real-ip");

    /// The client of a request.
    ///
    /// @param proxies whose word is taken
    static Client of(Request request, List<AddressRange> proxies) {
        InetAddress peer = request.remote().getAddress();
        boolean trusted = among(peer, proxies);
        boolean direct = !request.old() && mark(request) == null;
        if (!trusted) {
            return new Client(peer, request.encrypted(), direct, false);
        }
        boolean secure = request.encrypted() || last(request).equals("https");
        return new Client(first(request, peer, proxies), secure, false, true);
    }

    /// The header by which a request says that it came by a proxy; null when it has none.
    static @Nullable String mark(Request request) {
        return MARKS.stream()
                .filter(name -> request.header(name).isPresent())
                .findFirst()
                .orElse(null);
    }

    private static String last(Request request) {
        List<String> all = request.headers("x-forwarded-proto");
        if (all.isEmpty()) {
            return "";
        }
        String line = all.getLast();
        return line.substring(line.lastIndexOf(',') + 1).strip().toLowerCase(Locale.ROOT);
    }

    /// Each proxy appends whom it heard: the last that is no trusted proxy is whom we believe in.
    private static InetAddress first(
            Request request, InetAddress peer, List<AddressRange> proxies) {
        InetAddress believed = peer;
        String[] hops = String.join(",", request.headers("x-forwarded-for")).split(",", -1);
        for (int i = hops.length - 1; i >= 0; i--) {
            InetAddress hop = AddressRange.address(bare(hops[i].strip()));
            if (hop == null) {
                return believed;
            }
            believed = hop;
            if (!among(hop, proxies)) {
                return believed;
            }
        }
        return believed;
    }

    /// Without brackets and port, which some proxies add.
    private static String bare(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            return end < 0 ? hop : hop.substring(1, end);
        }
        int colon = hop.indexOf(':');
        return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
    }

    private static boolean among(InetAddress address, List<AddressRange> ranges) {
        return ranges.stream().anyMatch(each -> each.contains(address));
    }

    /// Whether nobody on a network reads along between us and whom we speak to.
    boolean safe(Request request) {
        return trusted || request.encrypted() || request.remote().getAddress().isLoopbackAddress();
    }

    /// The address as people write it.
    String text() {
        return address.getHostAddress();
    }
}
