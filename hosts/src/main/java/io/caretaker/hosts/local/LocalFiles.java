package io.caretaker.hosts.local;

import io.caretaker.core.host.FileReply;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads and replaces files of this machine. Stateless.
final class LocalFiles {
    private static final String OWNER = "unix:uid";
    private static final String GROUP = "unix:gid";
    private static final String MODE = "unix:mode";

    private LocalFiles() {}

    static FileReply readTail(String name, int maxBytes) {
        try {
            Path file = Path.of(name);
            if (Files.isDirectory(file) || (Files.exists(file) && special(file))) {
                return new FileReply.Denied("is not a regular file");
            }
            try (var in = new FileInputStream(file.toFile())) {
                long size = Files.size(file);
                in.skipNBytes(Math.clamp(size - maxBytes, 0, size));
                var tail = new TailBuffer(maxBytes);
                tail.readFully(in);
                return new FileReply.Content(tail.text(), size);
            }
        } catch (IOException | InvalidPathException e) {
            return unread(name, e);
        }
    }

    /// Opening a pipe or a device may block for ever.
    private static boolean special(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).isOther();
    }

    private static FileReply unread(String name, Exception e) {
        try {
            return Files.notExists(Path.of(name))
                    ? new FileReply.Missing()
                    : new FileReply.Denied(reason(e));
        } catch (InvalidPathException _) {
            return new FileReply.Denied(reason(e));
        }
    }

    static void replace(String name, byte[] content, String mode) {
        try {
            Path file = Path.of(name);
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            Path directory = Objects.requireNonNull(target.getParent());
            Path fresh = Files.createTempFile(directory, ".caretaker-", ".new");
            try {
                write(fresh, content);
                likeBefore(target, fresh, mode);
                Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
                sync(directory);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException | InvalidPathException e) {
            throw unwritten(name, e);
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /// The owner comes first: changing it clears the set-user bits of the mode.
    private static void likeBefore(Path old, Path fresh, String mode) throws IOException {
        if (!Files.exists(old)) {
            Files.setAttribute(fresh, MODE, Integer.parseInt(mode, 8));
            return;
        }
        copyUnlessEqual(old, fresh, OWNER);
        copyUnlessEqual(old, fresh, GROUP);
        Files.setAttribute(fresh, MODE, (int) Files.getAttribute(old, MODE) & 07777);
    }

    private static void copyUnlessEqual(Path from, Path to, String attribute) throws IOException {
        Object value = Files.getAttribute(from, attribute);
        if (!value.equals(Files.getAttribute(to, attribute))) {
            Files.setAttribute(to, attribute, value);
        }
    }

    static boolean move(String from, String to) {
        try {
            Path source = Path.of(from);
            Path target = Path.of(to);
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
            sync(Objects.requireNonNull(target.toAbsolutePath().getParent()));
            return true;
        } catch (NoSuchFileException e) {
            if (Files.exists(Path.of(from))) {
                throw unwritten(to, e);
            }
            return false;
        } catch (IOException | InvalidPathException e) {
            throw unwritten(to, e);
        }
    }

    /// Makes a rename durable.
    private static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Problem unwritten(String name, Exception e) {
        return new Problem(
                e instanceof AccessDeniedException ? ProblemCode.DENIED : ProblemCode.FAILED,
                "cannot write " + name + ": " + reason(e),
                "look at its directory's owner and mode, and at the free space",
                e);
    }

    private static String reason(Exception e) {
        return switch (e) {
            case AccessDeniedException _ -> "permission denied";
            case NoSuchFileException missing -> "no such file or directory: " + missing.getFile();
            default -> message(e.getMessage(), e);
        };
    }

    private static String message(@Nullable String message, Exception e) {
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
