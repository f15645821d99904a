package io.caretaker.web.tls;

import io.caretaker.testkit.server.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/// Certificates that openssl signs for itself, with their keys.
public final class Keys {
    private Keys() {}

    /// A certificate for 127.0.0.1.
    ///
    /// @param algorithm of openssl's `-newkey`, with options
    public static TlsFiles make(Path folder, String name, String... algorithm) {
        Path certificate = folder.resolve(name + ".crt");
        Path key = folder.resolve(name + ".key");
        var command = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-newkey"));
        command.addAll(List.of(algorithm));
        command.addAll(
                List.of(
                        "-keyout",
                        key.toString(),
                        "-out",
                        certificate.toString(),
                        "-days",
                        "2",
                        "-subj",
                        "/CN=" + name,
                        "-addext",
                        "subjectAltName=IP:127.0.0.1,DNS:localhost"));
        Programs.run(command, "");
        return closed(new TlsFiles(certificate, key));
    }

    /// The same with the key as openssl's command writes it.
    public static TlsFiles converted(TlsFiles files, String... command) {
        Path key = files.key().resolveSibling(files.key().getFileName() + ".old");
        var all = new ArrayList<>(List.of("openssl"));
        all.addAll(List.of(command));
        all.addAll(List.of("-in", files.key().toString(), "-out", key.toString()));
        Programs.run(all, "");
        return closed(new TlsFiles(files.certificate(), key));
    }

    private static TlsFiles closed(TlsFiles files) {
        try {
            Files.setPosixFilePermissions(
                    files.key(), PosixFilePermissions.fromString("rw-------"));
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
