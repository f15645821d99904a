package io.caretaker.web;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// Listens, and hands each request to a virtual thread of its own. Thread-safe.
public final class WebServer implements AutoCloseable {
    static {
        // The JDK's server reads these once, when its first class is loaded. Times are seconds.
        set("sun.net.httpserver.nodelay", "true");
        set("sun.net.httpserver.maxReqTime", "30");
        set("sun.net.httpserver.idleInterval", "60");
        set("sun.net.httpserver.maxReqHeaders", "100");
        // A body that is refused unread is read to its end, so that its sender gets the answer.
        set("sun.net.httpserver.drainAmount", String.valueOf(1 << 20));
        set("sun.net.httpserver.maxReqHeaderSize", "32768");
        set("jdk.httpserver.maxConnections", "2000");
    }

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final List<HttpServer> servers = new ArrayList<>();
    private final ExecutorService threads;

    private WebServer(ExecutorService threads) {
        this.threads = threads;
    }

    /// Begins to listen on all addresses, or on none.
    ///
    /// @param tls for connections with TLS; null for without
    /// @throws Problem `LOCKED` when an address is taken or is not this machine's
    public static WebServer start(
            List<ListenAddress> addresses, @Nullable SSLContext tls, HttpHandler handler) {
        var server =
                new WebServer(
                        Executors.newThreadPerTaskExecutor(
                                Thread.ofVirtual().name("caretaker-web-", 0).factory()));
        try {
            for (ListenAddress address : addresses) {
                server.listen(address, tls, handler);
            }
        } catch (Problem problem) {
            server.close();
            throw problem;
        }
        return server;
    }

    private void listen(ListenAddress address, @Nullable SSLContext tls, HttpHandler handler) {
        try {
            HttpServer made = tls == null ? HttpServer.create() : encrypted(tls);
            made.bind(socket(address), 0);
            made.createContext("/", handler);
            made.setExecutor(threads);
            made.start();
            servers.add(made);
        } catch (IOException e) {
            throw new Problem(
                    ProblemCode.LOCKED,
                    "cannot listen on " + address + ": " + e.getMessage(),
                    "another program may have it; --port or --listen takes another address",
                    e);
        }
    }

    private static HttpServer encrypted(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create();
        server.setHttpsConfigurator(
                new HttpsConfigurator(tls) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                        wanted.setProtocols(PROTOCOLS);
                        wanted.setCipherSuites(ciphers(wanted.getCipherSuites()));
                        wanted.setUseCipherSuitesOrder(true);
                        parameters.setSSLParameters(wanted);
                    }
                });
        return server;
    }

    /// Those that keep what was said secret when the key becomes known, and authenticate each part.
    private static String[] ciphers(String[] all) {
        return Arrays.stream(all)
                .filter(each -> each.matches("TLS_(AES|CHACHA20)_.*|TLS_ECDHE_.*(GCM|POLY1305)_.*"))
                .toArray(String[]::new);
    }

    private static InetSocketAddress socket(ListenAddress address) throws IOException {
        return address.host().equals("*")
                ? new InetSocketAddress(address.port())
                : new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
    }

    private static void set(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /// The addresses as they came to be, with the port that was free for a port of 0.
    public List<InetSocketAddress> addresses() {
        return servers.stream().map(HttpServer::getAddress).toList();
    }

    /// Ends at once: what is being answered is broken off.
    @Override
    public void close() {
        servers.forEach(each -> each.stop(0));
        threads.shutdownNow();
    }
}
