package io.caretaker.channels.net;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.NameResolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/// Names as the system resolves them, and deadlines by its clock.
public final class TestNames {
    public static final NameResolver SYSTEM = (host, _) -> resolve(host);

    private TestNames() {}

    private static NameResolver.Resolution resolve(String host) {
        try {
            return new NameResolver.Resolution.Found(List.of(InetAddress.getAllByName(host)));
        } catch (UnknownHostException e) {
            return new NameResolver.Resolution.NotFound(host);
        }
    }

    public static Deadline within(Duration time) {
        return Deadline.after(time, System::nanoTime);
    }
}
