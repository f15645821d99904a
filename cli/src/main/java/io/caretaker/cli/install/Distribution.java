package io.caretaker.cli.install;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The files that caretaker runs from, wherever the program that is running now has them.
///
/// @param files by their place in an installed copy
/// @param version from the content of all of them, so that equal programs have equal versions
record Distribution(Map<String, Path> files, String version) {
    private static final int VERSION_LENGTH = 16;

    Distribution {
        files = new TreeMap<>(files);
    }

    /// @param home the directory of the launcher: an installed copy, or a source checkout that has
    ///   been built
    static Distribution of(Path home) {
        Path built =
                Files.exists(home.resolve("cli/pom.xml"))
                        ? home.resolve("cli/target/caretaker")
                        : home;
        var files = new TreeMap<String, Path>();
        files.put("caretaker", home.resolve("caretaker"));
        files.put("launcher/jdk.sh", home.resolve("launcher/jdk.sh"));
        if (Files.isRegularFile(built.resolve("caretaker.aot"))) {
            files.put("caretaker.aot", built.resolve("caretaker.aot"));
        }
        for (String directory : new String[] {"lib", "native"}) {
            addAll(built, built.resolve(directory), files);
        }
        boolean whole =
                files.keySet().stream().anyMatch(name -> name.startsWith("lib/"))
                        && Files.isRegularFile(home.resolve("caretaker"));
        if (!whole) {
            throw new Problem(
                    ProblemCode.NOT_FOUND,
                    "there is no built program in " + home,
                    "run this by the `caretaker` of a build or of an installed copy");
        }
        return new Distribution(files, version(files));
    }

    private static void addAll(Path base, Path directory, Map<String, Path> files) {
        if (Files.isDirectory(directory)) {
            SystemFiles.on(
                    directory,
                    () -> {
                        try (Stream<Path> all = Files.walk(directory)) {
                            all.filter(Files::isRegularFile)
                                    .forEach(file ->
                                            files.put(base.relativize(file).toString(), file));
                        }
                        return null;
                    });
        }
    }

    private static String version(Map<String, Path> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Map.Entry<String, Path> file : files.entrySet()) {
                digest.update(
                        (file.getKey() + "\n" + Files.size(file.getValue()) + "\n")
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
                try (InputStream in = Files.newInputStream(file.getValue());
                        var out =
                                new DigestOutputStream(
                                        java.io.OutputStream.nullOutputStream(), digest)) {
                    in.transferTo(out);
                }
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_LENGTH);
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new Problem(
                    ProblemCode.FAILED, "the program's own files cannot be read: " + e, "", e);
        }
    }

    /// Where this version is below the prefix.
    Path place(Path prefix) {
        return prefix.resolve("version-" + version);
    }

    /// Copies everything beside, and gives the copy its name when it is whole and on disk.
    void copy(Path prefix) {
        Path fresh = prefix.resolve(".new-" + version);
        SystemFiles.removeTree(fresh);
        SystemFiles.on(
                fresh,
                () -> {
                    for (Map.Entry<String, Path> file : files.entrySet()) {
                        copy(file.getValue(), fresh.resolve(file.getKey()));
                    }
                    openDirectories(fresh);
                    SystemFiles.removeTree(place(prefix));
                    Files.move(fresh, place(prefix), StandardCopyOption.ATOMIC_MOVE);
                    try (var directory = FileChannel.open(prefix, StandardOpenOption.READ)) {
                        directory.force(true);
                    }
                    return null;
                });
    }

    /// With the time of its last change: Java's cache of classes is bound to it.
    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(SystemFiles.parent(to));
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        SystemFiles.own(
                to, System.getProperty("user.name", "root"), ownGroup(SystemFiles.parent(to)));
        boolean program = Files.isExecutable(from);
        Files.setPosixFilePermissions(
                to, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        try (var channel = FileChannel.open(to, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Everybody may run it, whatever root's umask is.
    private static void openDirectories(Path fresh) throws IOException {
        try (Stream<Path> all = Files.walk(fresh)) {
            for (Path each : (Iterable<Path>) all.filter(Files::isDirectory)::iterator) {
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private static String ownGroup(Path directory) throws IOException {
        return Files.readAttributes(directory, java.nio.file.attribute.PosixFileAttributes.class)
                .group()
                .getName();
    }
}
