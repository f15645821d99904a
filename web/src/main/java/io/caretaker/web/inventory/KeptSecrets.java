package io.caretaker.web.inventory;

import io.caretaker.core.check.Ticker;
import io.caretaker.core.secret.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Passwords that were typed into a form which is not finished yet: a page never holds them, so
/// that the form need not ask twice. In memory, for a quarter of an hour, each only for who typed
/// it. Thread-safe.
final class KeptSecrets {
    private static final Duration FOR = Duration.ofMinutes(15);
    private static final int MOST = 100;
    private static final int BYTES = 16;

    private final Map<String, Kept> all = new LinkedHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Ticker ticker;

    private record Kept(String owner, Secret secret, long since) {}

    KeptSecrets(Ticker ticker) {
        this.ticker = ticker;
    }

    /// Keeps a password.
    ///
    /// @return under which name
    synchronized String keep(String owner, Secret secret) {
        forgetOld();
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String name = HexFormat.of().formatHex(bytes);
        all.put(name, new Kept(owner, secret, ticker.nanos()));
        return name;
    }

    /// What is kept under a name; empty when it is too old, or somebody else's.
    synchronized Optional<Secret> of(String owner, String name) {
        forgetOld();
        return Optional.ofNullable(all.get(name))
                .filter(each -> each.owner().equals(owner))
                .map(Kept::secret);
    }

    synchronized void forget(String name) {
        all.remove(name);
    }

    private void forgetOld() {
        long now = ticker.nanos();
        all.values().removeIf(each -> now - each.since() > FOR.toNanos());
        Iterator<String> oldest = all.keySet().iterator();
        while (all.size() >= MOST && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
    }
}
