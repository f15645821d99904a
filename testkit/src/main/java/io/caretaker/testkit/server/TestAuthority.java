package io.caretaker.testkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// An authority for certificates, with certificates for a server on `127.0.0.1` or `localhost` and
/// for one elsewhere, made by the JDK's keytool in a folder.
public final class TestAuthority {
    private static final String PASSWORD = "changeit";
    private static final String SERVER = "server";
    private static final String STRANGER = "stranger";
    private static final Path KEYTOOL = Path.of(System.getProperty("java.home"), "bin", "keytool");

    private final Path store;
    private final Path certificate;

    private TestAuthority(Path store, Path certificate) {
        this.store = store;
        this.certificate = certificate;
    }

    /// Makes one.
    ///
    /// @param folder an empty one
    public static TestAuthority in(Path folder) {
        Path store = folder.resolve("keys.p12");
        Path certificate = folder.resolve("authority.pem");
        keytool(
                store,
                "-genkeypair",
                "-alias",
                "authority",
                "-dname",
                "CN=authority of tests",
                "-keyalg",
                "EC",
                "-ext",
                "bc:critical=ca:true");
        serve(store, SERVER, "san=ip:127.0.0.1,dns:localhost");
        serve(store, STRANGER, "san=dns:elsewhere.test");
        keytool(
                store,
                "-exportcert",
                "-alias",
                "authority",
                "-rfc",
                "-file",
                certificate.toString());
        return new TestAuthority(store, certificate);
    }

    /// The authority's own certificate as PEM.
    public Path certificate() {
        return certificate;
    }

    /// For a server that shows the certificate for `127.0.0.1`.
    public SSLContext server() {
        return context(SERVER);
    }

    /// For a server that shows a certificate for somebody else.
    public SSLContext stranger() {
        return context(STRANGER);
    }

    private SSLContext context(String alias) {
        char[] password = PASSWORD.toCharArray();
        try (InputStream file = Files.newInputStream(store)) {
            KeyStore all = KeyStore.getInstance("PKCS12");
            all.load(file, password);
            KeyStore one = KeyStore.getInstance("PKCS12");
            one.load(null, null);
            one.setKeyEntry(
                    alias, all.getKey(alias, password), password, all.getCertificateChain(alias));
            KeyManagerFactory managers =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(one, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void serve(Path store, String alias, String names) {
        keytool(
                store,
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                "CN=" + alias + " of tests",
                "-keyalg",
                "EC",
                "-signer",
                "authority",
                "-ext",
                names);
    }

    private static void keytool(Path store, String... arguments) {
        var command = new ArrayList<>(List.of(KEYTOOL.toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        Programs.run(command, "");
    }
}
