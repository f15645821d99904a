package io.caretaker.channels.net;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A server's key with a certificate that it signed itself, made anew in a folder.
public final class TestKeys {
    private static final String PASSWORD = "not-secret";

    private final Path folder;

    /// For the names of a certificate, such as `IP:127.0.0.1`.
    public TestKeys(Path folder, String names) throws IOException, InterruptedException {
        this.folder = folder;
        keytool(
                "-genkeypair",
                "-alias",
                "tls",
                "-keyalg",
                "EC",
                "-dname",
                "CN=test",
                "-validity",
                "30",
                "-ext",
                "SAN=" + names);
        keytool("-exportcert", "-alias", "tls", "-rfc", "-file", certificate());
    }

    /// The PEM file of the certificate.
    public String certificate() {
        return folder.resolve("ca.pem").toString();
    }

    /// For the server.
    public SSLContext context() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(folder.resolve("keys").toFile(), PASSWORD.toCharArray());
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        var line = new ArrayList<String>();
        line.add(System.getProperty("java.home") + "/bin/keytool");
        line.addAll(List.of(arguments));
        line.addAll(
                List.of("-keystore", folder.resolve("keys").toString(), "-storepass", PASSWORD));
        Process keytool =
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("keytool.log").toFile())
                        .start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool failed, see " + folder.resolve("keytool.log"));
        }
    }
}
