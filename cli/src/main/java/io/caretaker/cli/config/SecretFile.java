package io.caretaker.cli.config;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/// A file whose first line is a secret: owned by caretaker's user or root, closed to all others.
final class SecretFile {
    private static final int LARGEST = 64 * 1024;
    private static final int OTHERS = 0077;

    private SecretFile() {}

    static Secret read(String path) {
        String what = "the secret file " + path;
        try {
            Path file = Path.of(path);
            verify(file, what);
            try (InputStream in = Files.newInputStream(file)) {
                String text = new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
                return SecretSources.firstLine(text, what);
            }
        } catch (NoSuchFileException e) {
            throw new Problem(ProblemCode.NOT_FOUND, what + " does not exist", "", e);
        } catch (AccessDeniedException e) {
            String hint = "it must belong to caretaker's user";
            throw new Problem(ProblemCode.DENIED, what + " cannot be read", hint, e);
        } catch (IOException | InvalidPathException e) {
            throw new Problem(ProblemCode.INVALID, what + " cannot be read: " + e, "", e);
        }
    }

    private static void verify(Path file, String what) throws IOException {
        Map<String, Object> facts = Files.readAttributes(file, "unix:mode,uid,isRegularFile");
        if (!Boolean.TRUE.equals(facts.get("isRegularFile"))) {
            throw new Problem(ProblemCode.INVALID, what + " is not a file", "");
        }
        int mode = facts.get("mode") instanceof Integer bits ? bits & 07777 : OTHERS;
        if ((mode & OTHERS) != 0) {
            throw new Problem(
                    ProblemCode.DENIED,
                    what + " has mode " + octal(mode) + ": group or others may access it",
                    "chmod " + octal(mode & ~OTHERS & 0777) + " " + file);
        }
        Object me = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        Object owner = facts.get("uid");
        if (!Integer.valueOf(0).equals(owner) && !me.equals(owner)) {
            throw new Problem(
                    ProblemCode.DENIED,
                    what + " belongs to user " + owner + ", caretaker runs as user " + me,
                    "chown " + me + " " + file);
        }
    }

    private static String octal(int mode) {
        return String.format(java.util.Locale.ROOT, "%04o", mode);
    }
}
