package io.caretaker.hosts.ssh;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.core.secret.SecretSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.io.resource.PathResource;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads private keys. Thread-safe; read anew for each log-in, so that a replaced key is used.
final class PrivateKeys {
    private static final Logger LOG = LoggerFactory.getLogger("ssh");
    private static final List<String> USUAL = List.of("id_ed25519", "id_ecdsa", "id_rsa");
    private static final Set<PosixFilePermission> TOO_OPEN =
            Set.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE);

    private final SecretSource secrets;
    private final Path directory;

    PrivateKeys(SecretSource secrets, Path directory) {
        this.secrets = secrets;
        this.directory = directory;
    }

    /// The keys to try.
    ///
    /// Throws [Problem] when the key that the host names cannot be used; of the usual keys those
    /// that cannot be used are left out.
    List<KeyPair> of(Target target) {
        return target.keyPath() == null
                ? usual(target)
                : List.of(load(path(target.keyPath()), target));
    }

    private Path path(String name) {
        return name.startsWith("~/") ? directory.resolveSibling(name.substring(2)) : Path.of(name);
    }

    private List<KeyPair> usual(Target target) {
        var keys = new ArrayList<KeyPair>();
        for (String name : USUAL) {
            Path file = directory.resolve(name);
            if (Files.exists(file)) {
                try {
                    keys.add(load(file, target));
                } catch (Problem e) {
                    LOG.atDebug().addKeyValue("reason", e.message()).log("a key is not used");
                }
            }
        }
        return keys;
    }

    private KeyPair load(Path file, Target target) {
        requirePrivate(file, target);
        try (Stream<KeyPair> pairs = pairs(file, target.passphrase())) {
            return pairs.findFirst()
                    .orElseThrow(() ->
                            unusable(file, target, "it holds no private key that is known", null));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw unusable(file, target, reason(target, e), e);
        }
    }

    private static String reason(Target target, Exception e) {
        return target.passphrase() == null
                ? "it is damaged, or encrypted and no ssh_config.key_passphrase is given"
                : "it is damaged, or the passphrase is wrong (" + e.getMessage() + ")";
    }

    private Stream<KeyPair> pairs(Path file, @Nullable SecretReference passphrase)
            throws IOException, GeneralSecurityException {
        FilePasswordProvider password =
                passphrase == null
                        ? FilePasswordProvider.EMPTY
                        : FilePasswordProvider.of(secrets.resolve(passphrase).reveal());
        try (var in = Files.newInputStream(file)) {
            var pairs = new ArrayList<KeyPair>();
            Iterable<KeyPair> found =
                    SecurityUtils.loadKeyPairIdentities(null, new PathResource(file), in, password);
            if (found != null) {
                found.forEach(pairs::add);
            }
            return pairs.stream();
        }
    }

    private static void requirePrivate(Path file, Target target) {
        try {
            if (Files.getPosixFilePermissions(file).stream().anyMatch(TOO_OPEN::contains)) {
                throw new Problem(
                        ProblemCode.DENIED,
                        "the key " + file + " for " + target + " can be read by others",
                        "chmod 600 " + file);
            }
        } catch (IOException e) {
            throw unusable(
                    file,
                    target,
                    Files.notExists(file) ? "there is no such file" : "it cannot be read",
                    e);
        }
    }

    private static Problem unusable(
            Path file, Target target, String reason, @Nullable Exception cause) {
        return new Problem(
                ProblemCode.DENIED,
                "the key " + file + " for " + target + " cannot be used: " + reason,
                "look at ssh_config.key_path of the host",
                cause);
    }
}
