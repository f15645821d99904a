package io.caretaker.server.desk;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/// Keeps passwords that people typed, each in a file that only caretaker's own user can read. The
/// inventory only ever knows where the file is. Thread-safe.
public final class Credentials {
    private final Path directory;

    /// @param directory made when the first password is kept
    public Credentials(Path directory) {
        this.directory = directory;
    }

    /// Keeps a password in place of what was kept under that name.
    ///
    /// @param name the id of a service
    /// @throws Problem `STORE_UNWRITABLE` when it cannot be written
    public SecretReference.FromFile keep(String name, Secret password) {
        Path file = file(name);
        try {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            write(file, password);
        } catch (IOException e) {
            throw new Problem(
                    ProblemCode.STORE_UNWRITABLE,
                    "the password cannot be kept in " + directory,
                    "see who owns that directory, and whether its disk is full",
                    e);
        }
        return new SecretReference.FromFile(file.toString());
    }

    /// Where a password of that name is kept, or would be.
    public SecretReference.FromFile place(String name) {
        return new SecretReference.FromFile(file(name).toString());
    }

    private Path file(String name) {
        Path file = directory.resolve(name);
        if (!directory.equals(file.getParent())) {
            throw new Problem(ProblemCode.INVALID, "'" + name + "' cannot be a file's name", "");
        }
        return file;
    }

    private void write(Path file, Secret password) throws IOException {
        Path young =
                Files.createTempFile(
                        directory,
                        ".new",
                        "",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(young, password.reveal() + "\n", StandardCharsets.UTF_8);
            Files.move(young, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(young);
        }
    }

    /// Gives up a password that was kept; nothing happens where there is none.
    public void forget(SecretReference.FromFile kept) {
        Path file = Path.of(kept.path());
        try {
            if (directory.equals(file.getParent())) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new Problem(
                    ProblemCode.STORE_UNWRITABLE, "the password file cannot be removed", "", e);
        }
    }
}
