package io.caretaker.web.access;

import java.time.Duration;
import java.time.Instant;

/// A browser that has logged in.
///
/// @param hash of its id, which only the browser has
/// @param tokenId of the token that it logged in with
/// @param seen when it last asked for something
record BrowserSession(String hash, String tokenId, Instant begun, Instant seen) {
    static final Duration IDLE = Duration.ofHours(12);
    static final Duration LONGEST = Duration.ofDays(7);

    boolean over(Instant now) {
        return !now.isBefore(seen.plus(IDLE)) || !now.isBefore(begun.plus(LONGEST));
    }

    BrowserSession seenAt(Instant now) {
        return new BrowserSession(hash, tokenId, begun, now);
    }

    /// Shows no hash.
    @Override
    public String toString() {
        return "session of token " + tokenId;
    }
}
