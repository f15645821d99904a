package io.caretaker.it;

import io.caretaker.cli.Blueprint;
import io.caretaker.cli.Wiring;
import io.caretaker.core.store.Store;
import io.caretaker.testkit.server.OwnJava;
import io.caretaker.web.Daemon;
import io.caretaker.web.Face;
import io.caretaker.web.ListenAddress;
import io.caretaker.web.WebSettings;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
        return dyingAfter(NEVER, directory);
    }

    /// The same, until the store has done that.
    ///
    /// @param deed a method of one of the store's ports
    static HaltingCaretaker dyingAfter(String deed, Path directory) throws IOException {
        Path ready = Files.createTempFile(directory, "address", "");
        Files.delete(ready);
        Process process =
                OwnJava.begin(
                        OwnJava.command(
                                HaltingCaretaker.class.getName(),
                                List.of(directory.toString(), deed, ready.toString())),
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
        String deed = arguments[1];
        Path ready = Path.of(arguments[2]);
        var wiring = new Wiring(Blueprint.standard(directory, "here"), List.of());
        wiring.caretaker().start();
        Daemon daemon = wiring.daemon();
        Face face =
                Face.serve(
                        new Daemon(
                                daemon.caretaker(),
                                port(Store.class, daemon.store(), deed),
                                daemon.clock(),
                                daemon.ticker(),
                                daemon.node(),
                                daemon.version(),
                                daemon.state(),
                                daemon.tools()),
                        WebSettings.on(List.of(new ListenAddress("127.0.0.1", 0)), true));
        Path written = ready.resolveSibling(ready.getFileName() + ".new");
        Files.writeString(written, face.addresses().getFirst());
        Files.move(written, ready);
        new CountDownLatch(1).await();
    }

    /// The same port, after whose deed the process is dead at once.
    private static <T> T port(Class<T> type, T real, String deed) {
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
                            if (method.getName().equals(deed)
                                    && method.getParameterCount() > 0
                                    && type != Store.class) {
                                Runtime.getRuntime().halt(DEAD);
                            }
                            Class<?> returned = method.getReturnType();
                            return type == Store.class && returned.isInterface() && answer != null
                                    ? raw(returned, answer, deed)
                                    : answer;
                        }));
    }

    private static <T> Object raw(Class<T> type, Object real, String deed) {
        return port(type, type.cast(real), deed);
    }
}
