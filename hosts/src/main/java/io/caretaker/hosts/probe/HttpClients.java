package io.caretaker.hosts.probe;

import io.caretaker.core.check.CheckSpec;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// The HTTP clients by what they trust. Thread-safe. Connections are kept for 30 seconds at most,
/// the platform's default.
final class HttpClients implements AutoCloseable {
    private static final String ALLOWED = "jdk.httpclient.allowRestrictedHeaders";

    static {
        // A check of one of many sites behind an address names the site in `Host`.
        if (System.getProperty(ALLOWED) == null) {
            System.setProperty(ALLOWED, "host");
        }
    }

    private final Map<Trust, HttpClient> clients = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// Whom a client believes; a changed file makes a new one.
    private record Trust(boolean verify, @Nullable String caFile, @Nullable FileTime written) {}

    HttpClient clientFor(CheckSpec.Http http) throws IOException {
        boolean own = http.verifyTls() && http.caFile() != null;
        var trust =
                new Trust(
                        http.verifyTls(),
                        own ? http.caFile() : null,
                        own ? writtenAt(http.caFile()) : null);
        HttpClient known = clients.get(trust);
        return known != null ? known : create(trust);
    }

    private static @Nullable FileTime writtenAt(@Nullable String file) {
        try {
            return file == null ? null : Files.getLastModifiedTime(Path.of(file));
        } catch (IOException _) {
            return null;
        }
    }

    private synchronized HttpClient create(Trust trust) {
        HttpClient known = clients.get(trust);
        if (known != null) {
            return known;
        }
        HttpClient client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .executor(threads)
                        .sslContext(context(trust))
                        .build();
        clients.entrySet().removeIf(entry -> outdated(entry, trust));
        clients.put(trust, client);
        return client;
    }

    private static boolean outdated(Map.Entry<Trust, HttpClient> entry, Trust trust) {
        boolean outdated = trust.caFile != null && trust.caFile.equals(entry.getKey().caFile);
        if (outdated) {
            // Requests that it is busy with are finished.
            entry.getValue().shutdown();
        }
        return outdated;
    }

    private static SSLContext context(Trust trust) {
        if (!trust.verify) {
            return TlsTrust.everybody();
        }
        return trust.caFile == null ? TlsTrust.platform() : TlsTrust.only(trust.caFile);
    }

    @Override
    public void close() {
        clients.values().forEach(HttpClient::shutdownNow);
        clients.clear();
        threads.shutdownNow();
    }
}
