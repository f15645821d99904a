package io.caretaker.sqlite;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/// Where the files of a store lie. All are for their owner's eyes only.
record StateDirectory(Path path) {
    private static final String DAY_FILES = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].db";

    StateDirectory {
        path = path.toAbsolutePath().normalize();
        if (path.toString().contains("?")) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "the state directory " + path + " has a '?' in its name",
                    "choose a directory without one");
        }
    }

    Path database() {
        return path.resolve("caretaker.db");
    }

    Path history() {
        return path.resolve("history");
    }

    Path rollups() {
        return history().resolve("rollups.db");
    }

    Path day(LocalDate day) {
        return history().resolve(day + ".db");
    }

    static LocalDate dayOf(Path file) {
        return LocalDate.parse(file.getFileName().toString().substring(0, 10));
    }

    /// The files of raw rows, newest day first.
    List<Path> days() {
        var files = new ArrayList<Path>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(history(), DAY_FILES)) {
            found.forEach(files::add);
        } catch (NoSuchFileException | NotDirectoryException _) {
            return List.of();
        } catch (IOException e) {
            throw SqliteProblems.unwritable(history(), e);
        }
        files.sort(Comparator.reverseOrder());
        return files;
    }

    /// Creates the file, empty, and its directories, where they are missing.
    static void create(Path file) {
        Path directory = Objects.requireNonNull(file.getParent());
        try {
            createDirectory(directory);
            if (Files.notExists(file)) {
                Files.createFile(file, permissions("rw-------"));
                giveToOwnerOf(directory, file);
            }
        } catch (FileAlreadyExistsException _) {
            // Another process was quicker.
        } catch (IOException e) {
            throw SqliteProblems.unwritable(file, e);
        }
    }

    private static void createDirectory(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            createDirectory(parent);
        }
        try {
            Files.createDirectory(directory, permissions("rwx------"));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
        if (parent != null && directory.endsWith("history")) {
            giveToOwnerOf(parent, directory);
        }
    }

    /// What root creates in a directory of the daemon's user must stay usable by that user.
    private static void giveToOwnerOf(Path parent, Path created) throws IOException {
        if (!Files.getOwner(parent).equals(Files.getOwner(created))
                && Files.getOwner(created).getName().equals("root")) {
            Files.setOwner(created, Files.getOwner(parent));
        }
    }

    private static FileAttribute<?> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }
}
