package io.caretaker.web.tls;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads private keys of PEM files: PKCS#8, and the older forms of RSA (PKCS#1) and of elliptic
/// curves (SEC1). Pure.
///
/// Source: RFC 7468, RFC 5958, RFC 8017, RFC 5915.
final class PemKey {
    private static final Pattern BLOCK =
            Pattern.compile(
                    "-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----([^-]+)-----END \\1-----");
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    private PemKey() {}

    /// The key of a file.
    ///
    /// @param text of the file
    /// @param owner the key of its certificate, which tells the kind of key
    /// @throws Problem `INVALID` when there is none that can be read; it holds nothing of the text
    static PrivateKey read(String text, PublicKey owner) {
        Matcher block = BLOCK.matcher(text);
        if (!block.find()) {
            throw invalid("holds no private key", "it must be PEM (-----BEGIN PRIVATE KEY-----)");
        }
        String kind = String.valueOf(block.group(1));
        if (kind.startsWith("ENCRYPTED") || text.contains("Proc-Type: 4,ENCRYPTED")) {
            throw invalid(
                    "is encrypted",
                    "`openssl pkey -in KEY -out PLAIN` decrypts it; then chmod 600");
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(String.valueOf(block.group(2)));
            byte[] pkcs8 = kind.equals("PRIVATE KEY") ? bytes : wrapped(bytes, owner);
            return KeyFactory.getInstance(owner.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException | RuntimeException _) {
            // The cause could quote the key.
            throw invalid(
                    "holds no " + owner.getAlgorithm() + " key, as the certificate needs it",
                    "certificate and key must belong together");
        }
    }

    private static Problem invalid(String what, String hint) {
        return new Problem(ProblemCode.INVALID, what, hint);
    }

    /// As PKCS#8: the kind of key is that of the certificate.
    private static byte[] wrapped(byte[] key, PublicKey owner) {
        ByteBuffer info = ByteBuffer.wrap(owner.getEncoded());
        enter(info);
        int begin = info.position();
        int length = enter(info);
        byte[] kind = Arrays.copyOfRange(info.array(), begin, info.position() + length);
        return tagged(SEQUENCE, VERSION_0, kind, tagged(OCTETS, key));
    }

    /// Goes into a value of DER; its length.
    private static int enter(ByteBuffer der) {
        der.get();
        int first = der.get() & 0xff;
        int length = first < 0x80 ? first : 0;
        for (int i = first < 0x80 ? 0 : first & 0x7f; i > 0; i--) {
            length = (length << 8) | (der.get() & 0xff);
        }
        return length;
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        var out = new ByteArrayOutputStream();
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
