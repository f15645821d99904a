package io.caretaker.web.tls;

import io.caretaker.core.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificate that is shown, read anew when its files have changed: new connections get the
/// new one, those that are open stay. Files that are bad leave the old one in place. Thread-safe.
public final class Certificates implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("tls");
    private static final Duration EVERY = Duration.ofSeconds(5);

    private volatile TlsFiles files;
    private volatile Identity identity;
    private List<Object> version;
    private final Thread watch;

    /// @throws Problem when the files are bad
    public Certificates(TlsFiles files) {
        this.files = files;
        this.version = version(files);
        this.identity = Identity.read(files);
        this.watch = Thread.ofVirtual().name("caretaker-web-tls").start(this::watch);
    }

    /// For a server that shows them.
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new NewestIdentity(() -> identity)}, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(EVERY);
                look();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Takes the files' certificate, if they have changed.
    synchronized void look() {
        List<Object> there = version(files);
        if (!there.equals(version)) {
            version = there;
            use(files);
        }
    }

    /// Takes the certificate of these files from now on, also when they are the same.
    public synchronized void use(TlsFiles newFiles) {
        files = newFiles;
        version = version(newFiles);
        try {
            identity = Identity.read(newFiles);
            LOG.atInfo()
                    .addKeyValue("file", newFiles.certificate())
                    .addKeyValue("until", identity.end())
                    .log("the certificate of the dashboard and the API was read");
        } catch (Problem problem) {
            LOG.atError()
                    .addKeyValue("problem", problem.message())
                    .addKeyValue("hint", problem.hint())
                    .log("the new certificate is refused, the old one stays");
        }
    }

    private static List<Object> version(TlsFiles files) {
        return List.of(version(files.certificate()), version(files.key()));
    }

    private static List<Object> version(Path file) {
        try {
            FileTime modified = Files.getLastModifiedTime(file);
            return List.of(modified, Files.size(file), Files.getAttribute(file, "unix:ino"));
        } catch (IOException _) {
            return List.of();
        }
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
