package io.caretaker.hosts.probe;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Whose certificates are believed.
final class TlsTrust {
    private TlsTrust() {}

    static SSLContext platform() {
        try {
            return SSLContext.getDefault();
        } catch (GeneralSecurityException e) {
            throw unusable("the platform's trusted certificates", e);
        }
    }

    /// Only certificates that go back to those in the file (PEM).
    static SSLContext only(String caFile) {
        try (var in = new BufferedInputStream(new FileInputStream(caFile))) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
            var factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return context(factory.getTrustManagers());
        } catch (IOException | GeneralSecurityException e) {
            throw unusable("the certificates in " + caFile, e);
        }
    }

    static SSLContext everybody() {
        try {
            return context(new TrustManager[] {new Everybody()});
        } catch (GeneralSecurityException e) {
            throw unusable("TLS without verification", e);
        }
    }

    private static SSLContext context(TrustManager[] trust) throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust, null);
        return context;
    }

    private static Problem unusable(String what, Exception e) {
        return new Problem(
                ProblemCode.CONFIGURATION, "cannot use " + what, String.valueOf(e.getMessage()), e);
    }

    /// For checks that say `verify: false`: only whether an answer comes matters to them. Extended,
    /// because then the platform does not check the name either.
    private static final class Everybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(
                X509Certificate[] chain, String type, @Nullable Socket socket) {}

        @Override
        public void checkClientTrusted(
                X509Certificate[] chain, String type, @Nullable SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(
                X509Certificate[] chain, String type, @Nullable Socket socket) {}

        @Override
        public void checkServerTrusted(
                X509Certificate[] chain, String type, @Nullable SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
