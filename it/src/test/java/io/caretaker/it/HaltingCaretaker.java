package io.caretaker.it;

import io.caretaker.cli.Blueprint;
import io.caretaker.cli.Wiring;
import io.caretaker.core.store.Store;
import io.caretaker.server.desk.DatabasePorts;
import io.caretaker.testkit.server.OwnJava;
import io.caretaker.web.Daemon;
import io.caretaker.web.Face;
import io.caretaker.web.ListenAddress;
import io.caretaker.web.Tools;
import io.caretaker.web.WebSettings;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/// A whole daemon with its face in a process of its own, which may be told to die, as by a power
/// cut, right after something is in its store and before whoever asked for it has an answer.
final class HaltingCaretaker implements AutoCloseable {
    static final int DEAD = 137;
    private static final String NEVER = "never";

    private final Process process;
    private final Path ready;

    private HaltingCaretaker(Process process, Path ready) {
        this.process = process;
        this.ready = ready;
    }

    /// Serves the state of the directory.
    static HaltingCaretaker on(Path directory) throws IOException {
        return dyingAfter(NEVER, 1, directory);
    }

    /// The same, until the store has done that for people so often.
    ///
    /// @param deed a method of one of the store's ports
    static HaltingCaretaker dyingAfter(String deed, int times, Path directory) throws IOException {
        Path ready = Files.createTempFile(directory, "address", "");
        Files.delete(ready);
        Process process =
                OwnJava.begin(
                        OwnJava.command(
                                HaltingCaretaker.class.getName(),
                                List.of(
                                        directory.toString(),
                                        deed,
                                        Integer.toString(times),
                                        ready.toString())),
                        directory,
                        directory.resolve("halting.log"),
                        Map.of());
        return new HaltingCaretaker(process, ready);
    }

    /// Where it is served.
    URI address() throws IOException {
        Awaitility.await("the face is served")
                .atMost(io.caretaker.it.Daemon.LONG)
                .until(() -> Files.exists(ready) || !process.isAlive());
        return URI.create(Files.readString(ready));
    }

    /// Waits for its death.
    int awaitDeath() throws InterruptedException {
        return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    /// The process itself.
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        var deed = new Deed(arguments[1], new AtomicInteger(Integer.parseInt(arguments[2])));
        Path ready = Path.of(arguments[3]);
        var wiring = new Wiring(Blueprint.standard(directory, "here"), List.of());
        wiring.caretaker().start();
        Daemon daemon = wiring.daemon();
        Store store = port(Store.class, daemon.store(), deed);
        Face face =
                Face.serve(
                        new Daemon(
                                daemon.caretaker(),
                                store,
                                daemon.clock(),
                                daemon.ticker(),
                                daemon.node(),
                                daemon.version(),
                                daemon.state(),
                                writing(store, daemon.tools())),
                        WebSettings.on(List.of(new ListenAddress("127.0.0.1", 0)), true));
        Path written = ready.resolveSibling(ready.getFileName() + ".new");
        Files.writeString(written, face.addresses().getFirst());
        Files.move(written, ready);
        new CountDownLatch(1).await();
    }

    /// The same, which writes into that store what is done to databases.
    private static Tools writing(Store store, Tools tools) {
        DatabasePorts ports = tools.databases();
        return new Tools(
                new DatabasePorts(
                        ports.engines(),
                        ports.checks(),
                        ports.hosts(),
                        store::audit,
                        ports.lockedDown(),
                        ports.clock(),
                        ports.ticker()),
                tools.defaults(),
                tools.lockdowns(),
                tools.discovery(),
                tools.findings(),
                tools.adoption(),
                tools.connections(),
                tools.configuration(),
                tools.retention(),
                tools.zone(),
                tools.settings());
    }

    /// @param left how often it is done before the process is dead
    private record Deed(String method, AtomicInteger left) {
        boolean last(Method done) {
            return done.getName().equals(method)
                    && done.getParameterCount() > 0
                    && left.decrementAndGet() == 0;
        }
    }

    /// The same port, after whose deed the process is dead at once.
    private static <T> T port(Class<T> type, T real, Deed deed) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, given) -> {
                            Object answer;
                            try {
                                answer = method.invoke(real, given);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                            if (type != Store.class && deed.last(method)) {
                                Runtime.getRuntime().halt(DEAD);
                            }
                            Class<?> returned = method.getReturnType();
                            return type == Store.class && returned.isInterface() && answer != null
                                    ? raw(returned, answer, deed)
                                    : answer;
                        }));
    }

    private static <T> Object raw(Class<T> type, Object real, Deed deed) {
        return port(type, type.cast(real), deed);
    }
}
