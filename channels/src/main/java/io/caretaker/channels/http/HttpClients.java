package io.caretaker.channels.http;

import io.caretaker.channels.net.Authorities;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// The HTTP clients of all channels: one for each way out, which is a proxy and a set of
/// authorities. Thread-safe.
public final class HttpClients implements AutoCloseable {
    /// Platform threads, because a look-up of a name blocks the carrier of a virtual one.
    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("caretaker-http-", 1).factory());

    private final Map<Way, Kept> clients = new HashMap<>();

    /// The client for such a way. A file of authorities that has changed is read again.
    ///
    /// Throws [Problem] when the file or the proxy cannot be used.
    synchronized HttpClient client(@Nullable URI proxy, @Nullable String caFile) {
        var way = new Way(proxy, caFile);
        FileTime changed = changed(caFile);
        Kept kept = clients.get(way);
        if (kept != null && Objects.equals(kept.changed, changed)) {
            return kept.client;
        }
        HttpClient client = build(way);
        clients.put(way, new Kept(client, changed));
        if (kept != null) {
            kept.client.shutdown();
        }
        return client;
    }

    @Override
    public synchronized void close() {
        clients.values().forEach(kept -> kept.client.shutdownNow());
        clients.clear();
        threads.shutdownNow();
    }

    private HttpClient build(Way way) {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        // An offer to speak HTTP/2 confuses simple receivers.
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .executor(threads)
                        .proxy(proxy(way.proxy));
        if (way.caFile != null) {
            builder.sslContext(Authorities.context(way.caFile));
        }
        return builder.build();
    }

    private static ProxySelector proxy(@Nullable URI proxy) {
        if (proxy == null) {
            return HttpClient.Builder.NO_PROXY;
        }
        if (!"http".equals(proxy.getScheme()) || proxy.getHost() == null || proxy.getPort() < 1) {
            throw new Problem(
                    ProblemCode.CONFIGURATION, "the proxy is no proxy", "write http://HOST:PORT");
        }
        return ProxySelector.of(
                InetSocketAddress.createUnresolved(proxy.getHost(), proxy.getPort()));
    }

    private static @Nullable FileTime changed(@Nullable String caFile) {
        if (caFile == null) {
            return null;
        }
        try {
            return Files.getLastModifiedTime(Path.of(caFile));
        } catch (IOException e) {
            return null;
        }
    }

    private record Way(@Nullable URI proxy, @Nullable String caFile) {}

    private record Kept(HttpClient client, @Nullable FileTime changed) {}
}
