package io.caretaker.cli.daemon;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;

/// What other processes tell the daemon by signals. Thread-safe.
public final class Signals {
    private static final int KILLED = 1;

    private final LinkedBlockingQueue<Wish> wishes = new LinkedBlockingQueue<>();

    private Signals() {}

    /// What a signal means.
    public enum Wish {
        STOP,
        RELOAD,
        EMERGENCY
    }

    /// Listens from now on to HUP, USR1, TERM and INT.
    public static Signals listen() {
        var signals = new Signals();
        signals.handle("HUP", Wish.RELOAD);
        signals.handle("USR1", Wish.EMERGENCY);
        signals.handle("TERM", Wish.STOP);
        signals.handle("INT", Wish.STOP);
        return signals;
    }

    /// By reflection, because the platform has no other way to hear signals than `sun.misc.Signal`,
    /// and the compiler warns of each use of that in a way that cannot be silenced.
    private void handle(String name, Wish wish) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object listener =
                    Proxy.newProxyInstance(
                            handler.getClassLoader(),
                            new Class<?>[] {handler},
                            (_, _, _) -> {
                                // The same wish twice is one: a flood must not hide what follows.
                                if (!wishes.contains(wish)) {
                                    wishes.add(wish);
                                }
                                return null;
                            });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java does not listen to signals", e);
        }
    }

    /// Waits for the next one.
    public Wish await() throws InterruptedException {
        return wishes.take();
    }

    /// Ends the process at the limit, whatever it is doing then: it is made to be killed.
    public static void haltAfter(Duration limit) {
        Thread.ofPlatform()
                .daemon()
                .name("caretaker-stop-limit")
                .start(() -> {
                    try {
                        Thread.sleep(limit);
                        Runtime.getRuntime().halt(KILLED);
                    } catch (InterruptedException _) {
                        // Nobody interrupts it.
                    }
                });
    }
}
