package io.caretaker.cli;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Directories for caretaker's eyes only.
public final class OwnDirectory {
    private OwnDirectory() {}

    /// The directory of that name; made with mode 0700 when it is missing.
    public static Path in(Path parent, String name) {
        return make(parent.resolve(name));
    }

    /// The directory itself, made with its parents when it is missing.
    public static Path make(Path directory) {
        try {
            return Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new Problem(
                    ProblemCode.STORE_UNWRITABLE,
                    "the directory " + directory + " cannot be made: " + e.getMessage(),
                    "choose another with --state, or give caretaker's user the right to write there",
                    e);
        }
    }
}
