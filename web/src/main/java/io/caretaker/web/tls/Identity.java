package io.caretaker.web.tls;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A certificate with those that vouch for it, and its key.
///
/// @param chain its own first
record Identity(List<X509Certificate> chain, PrivateKey key) {
    private static final int OTHERS = 0037;

    /// Reads both files.
    ///
    /// @throws Problem `NOT_FOUND`, `DENIED` or `INVALID` with what is wrong
    static Identity read(TlsFiles files) {
        try {
            List<X509Certificate> chain = chain(files.certificate());
            verifyMode(files.key());
            PublicKey owner = chain.getFirst().getPublicKey();
            PrivateKey key = key(files.key(), owner);
            if (!pair(key, owner)) {
                throw new Problem(
                        ProblemCode.INVALID,
                        "the key "
                                + files.key()
                                + " is not that of the certificate "
                                + files.certificate(),
                        "the certificate of the server itself must come first in its file");
            }
            return new Identity(chain, key);
        } catch (NoSuchFileException e) {
            throw new Problem(ProblemCode.NOT_FOUND, e.getFile() + " does not exist", "", e);
        } catch (IOException e) {
            throw new Problem(
                    ProblemCode.DENIED,
                    "the certificate or its key cannot be read: " + e.getMessage(),
                    "caretaker's user must be allowed to read them",
                    e);
        }
    }

    private static List<X509Certificate> chain(Path file) throws IOException {
        byte[] text = Files.readAllBytes(file);
        try {
            List<X509Certificate> chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(text))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!chain.isEmpty()) {
                return chain;
            }
        } catch (CertificateException _) {
            // Said below.
        }
        throw new Problem(
                ProblemCode.INVALID,
                file + " holds no certificate",
                "it must be PEM (-----BEGIN CERTIFICATE-----), the server's own first");
    }

    private static PrivateKey key(Path file, PublicKey owner) throws IOException {
        try {
            return PemKey.read(Files.readString(file, StandardCharsets.ISO_8859_1), owner);
        } catch (Problem problem) {
            throw new Problem(problem.code(), file + " " + problem.message(), problem.hint());
        }
    }

    private static void verifyMode(Path file) throws IOException {
        Map<String, Object> facts = Files.readAttributes(file, "unix:mode");
        int mode = facts.get("mode") instanceof Integer bits ? bits & 0777 : 0777;
        if ((mode & OTHERS) != 0) {
            throw new Problem(
                    ProblemCode.DENIED,
                    "the key "
                            + file
                            + " has mode "
                            + String.format(java.util.Locale.ROOT, "%04o", mode)
                            + ": others may read it, or its group may write it",
                    "chmod 600 " + file + " (or 640, for a group that reads it)");
        }
    }

    private static boolean pair(PrivateKey key, PublicKey owner) {
        String algorithm =
                switch (owner.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> owner.getAlgorithm();
                };
        try {
            byte[] text = "caretaker".getBytes(StandardCharsets.US_ASCII);
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(owner);
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    /// Until when the certificate is good.
    Instant end() {
        return chain.getFirst().getNotAfter().toInstant();
    }

    /// Shows no key.
    @Override
    public String toString() {
        return "certificate of " + chain.getFirst().getSubjectX500Principal();
    }
}
