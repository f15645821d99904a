package io.caretaker.web.access;

import io.caretaker.core.check.Ticker;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// Slows down whoever tries tokens: after five failures an address waits, twice as long after each
/// further one, up to five minutes. Addresses of a network of IPv6 (64 bits) count as one.
/// Remembers 10,000 addresses at most. Thread-safe.
final class Attempts {
    private static final int FREE = 5;
    private static final int MOST_ADDRESSES = 10_000;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(15);

    private final Ticker ticker;
    private final Map<String, Failures> all =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
                    return size() > MOST_ADDRESSES;
                }
            };

    /// @param last when the last one was, as the ticker has it
    private record Failures(int count, long last) {
        Duration pause() {
            int over = count - FREE;
            if (over < 0) {
                return Duration.ZERO;
            }
            Duration pause = FIRST_WAIT.multipliedBy(1L << Math.min(over, 10));
            return pause.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : pause;
        }
    }

    Attempts(Ticker ticker) {
        this.ticker = ticker;
    }

    /// How long the address has still to wait; zero when it need not.
    synchronized Duration pause(InetAddress address) {
        Failures failures = all.get(key(address));
        if (failures == null) {
            return Duration.ZERO;
        }
        Duration left = failures.pause().minus(Duration.ofNanos(ticker.nanos() - failures.last()));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /// The address has failed; how often it has by now.
    synchronized int failed(InetAddress address) {
        String key = key(address);
        long now = ticker.nanos();
        Failures before = all.get(key);
        boolean counts = before != null && now - before.last() <= FORGOTTEN_AFTER.toNanos();
        int count = before != null && counts ? before.count() + 1 : 1;
        all.put(key, new Failures(count, now));
        return count;
    }

    /// The address has shown a token that is right.
    synchronized void succeeded(InetAddress address) {
        all.remove(key(address));
    }

    private static String key(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(bytes, 8))
                : address.getHostAddress();
    }
}
