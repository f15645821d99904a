package io.caretaker.channels.net;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Whose certificates are believed. Read anew for each connection, so that a renewed file counts.
public final class Authorities {
    private Authorities() {}

    /// TLS with the authorities of a file, or the system's.
    ///
    /// @param caFile PEM; null for the system's
    /// @throws Problem when the file cannot be used
    public static SSLContext context(@Nullable String caFile) {
        try {
            if (caFile == null) {
                return SSLContext.getDefault();
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store(caFile));
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new Problem(
                    ProblemCode.CONFIGURATION,
                    "the certificates in " + caFile + " cannot be used: " + e.getMessage(),
                    "ca_file names a file of certificates in PEM that caretaker may read",
                    e);
        }
    }

    private static KeyStore store(String caFile) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var in = new BufferedInputStream(Files.newInputStream(Path.of(caFile)))) {
            int number = 0;
            for (Certificate each :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + number++, each);
            }
        }
        if (store.size() == 0) {
            throw new IOException("there is none");
        }
        return store;
    }
}
