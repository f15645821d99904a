package io.caretaker.cli.install;

import io.caretaker.cli.daemon.StateOwner;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Files of the system: written whole or not at all, never through a symbolic link.
final class SystemFiles {
    private SystemFiles() {}

    /// An operation that may fail.
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T get() throws IOException;
    }

    /// The directory that a file is in.
    static Path parent(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "only / has no parent");
    }

    /// Turns a failure into a [Problem] that names the file.
    static <T extends @Nullable Object> T on(Path path, Work<T> work) {
        try {
            return work.get();
        } catch (IOException e) {
            throw new Problem(
                    ProblemCode.FAILED,
                    path + " cannot be made ready: " + e,
                    "what was done so far is written down: running the command again goes on",
                    e);
        }
    }

    static String checksum(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String checksum(String content) {
        return checksum(content.getBytes(StandardCharsets.UTF_8));
    }

    /// The checksum of a regular file; null when there is none. A symbolic link has none of ours.
    static @Nullable String checksum(Path path) {
        return on(
                path,
                () -> {
                    if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                        return checksum(Files.readAllBytes(path));
                    }
                    return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? "none" : null;
                });
    }

    /// Puts a file in its place, with owner and mode before anybody can open it.
    static void place(Path path, String content, String mode, String owner, String group) {
        on(
                path,
                () -> {
                    Path fresh =
                            Files.createTempFile(
                                    parent(path), "." + path.getFileName() + ".", ".caretaker");
                    try {
                        try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                            channel.write(StandardCharsets.UTF_8.encode(content));
                            channel.force(true);
                        }
                        own(fresh, owner, group);
                        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(mode));
                        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
                    } finally {
                        Files.deleteIfExists(fresh);
                    }
                    return null;
                });
    }

    private static PosixFileAttributeView view(Path path) {
        return Files.getFileAttributeView(
                path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    /// Gives one file or directory to a user and a group.
    static void own(Path path, String owner, String group) throws IOException {
        UserPrincipalLookupService names = path.getFileSystem().getUserPrincipalLookupService();
        PosixFileAttributeView view = view(path);
        PosixFileAttributes now = view.readAttributes();
        if (!now.owner().getName().equals(owner)) {
            view.setOwner(names.lookupPrincipalByName(owner));
        }
        if (!now.group().getName().equals(group)) {
            view.setGroup(names.lookupPrincipalByGroupName(group));
        }
    }

    /// Whether a directory is there with this owner, group and mode.
    static boolean is(Path directory, String mode, String owner, String group) {
        return on(
                directory,
                () -> {
                    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                        return false;
                    }
                    PosixFileAttributes now = view(directory).readAttributes();
                    return now.owner().getName().equals(owner)
                            && now.group().getName().equals(group)
                            && PosixFilePermissions.toString(now.permissions()).equals(mode);
                });
    }

    /// Makes a directory, or gives an existing one this owner, group and mode.
    static void directory(Path directory, String mode, String owner, String group) {
        on(
                directory,
                () -> {
                    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                        Files.createDirectories(
                                directory,
                                PosixFilePermissions.asFileAttribute(
                                        PosixFilePermissions.fromString("rwxr-xr-x")));
                    }
                    own(directory, owner, group);
                    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
                    return null;
                });
    }

    /// Whether nothing below belongs to root.
    static boolean ownedByNobodyButUsers(Path directory) {
        return on(
                directory,
                () -> {
                    try (var all = Files.walk(directory)) {
                        return all.skip(1)
                                .filter(path -> !Files.isSymbolicLink(path))
                                .noneMatch(SystemFiles::roots);
                    }
                });
    }

    private static boolean roots(Path path) {
        try {
            return view(path).getOwner().getName().equals("root");
        } catch (IOException _) {
            return false; // Gone meanwhile.
        }
    }

    /// Gives everything below that is root's to that user.
    static void give(Path directory, String owner, String group) {
        on(
                directory,
                () -> {
                    UserPrincipalLookupService names =
                            directory.getFileSystem().getUserPrincipalLookupService();
                    StateOwner.below(
                            directory,
                            names.lookupPrincipalByName(owner),
                            names.lookupPrincipalByGroupName(group));
                    return null;
                });
    }

    /// Points a link to a target, also one that points elsewhere, without an instant of none.
    static void link(Path link, Path target) {
        on(
                link,
                () -> {
                    Path fresh =
                            link.resolveSibling(
                                    "." + link.getFileName() + "." + ProcessHandle.current().pid());
                    Files.deleteIfExists(fresh);
                    Files.createSymbolicLink(fresh, target);
                    Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
                    return null;
                });
    }

    static boolean links(Path link, Path target) {
        return on(
                link,
                () -> Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(target));
    }

    /// Removes a directory with all in it.
    static void removeTree(Path directory) {
        on(
                directory,
                () -> {
                    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                        return null;
                    }
                    Files.walkFileTree(
                            directory,
                            new SimpleFileVisitor<>() {
                                @Override
                                public FileVisitResult visitFile(
                                        Path file, BasicFileAttributes attributes)
                                        throws IOException {
                                    Files.delete(file);
                                    return FileVisitResult.CONTINUE;
                                }

                                @Override
                                public FileVisitResult postVisitDirectory(
                                        Path visited, @Nullable IOException failure)
                                        throws IOException {
                                    if (failure != null) {
                                        throw failure;
                                    }
                                    Files.delete(visited);
                                    return FileVisitResult.CONTINUE;
                                }
                            });
                    return null;
                });
    }
}
