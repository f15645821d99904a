package io.caretaker.web.access;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Whether a browser sends a request from a page of ours. Pure.
///
/// Source: Fetch Metadata Request Headers; RFC 6454.
enum SameOrigin {
    /// From our own page, or by its user's hand.
    OURS,
    /// From another site.
    FOREIGN,
    /// It says nothing: no browser of today.
    SILENT;

    /// @param site of `Sec-Fetch-Site`, null when absent
    /// @param origin of `Origin`, null when absent
    /// @param host of `Host`
    static SameOrigin of(
            @Nullable String site, @Nullable String origin, String host, boolean secure) {
        if (site != null) {
            return site.equals("same-origin") || site.equals("none") ? OURS : FOREIGN;
        }
        if (origin == null) {
            return SILENT;
        }
        String scheme = secure ? "https" : "http";
        return plain(origin, scheme).equals(plain(scheme + "://" + host, scheme)) ? OURS : FOREIGN;
    }

    /// Without the port that the scheme has anyway.
    private static String plain(String origin, String scheme) {
        String lower = origin.toLowerCase(Locale.ROOT);
        String usual = scheme.equals("https") ? ":443" : ":80";
        return lower.endsWith(usual) ? lower.substring(0, lower.length() - usual.length()) : lower;
    }
}
