package io.caretaker.cli.install;

import java.nio.file.Path;

/// A file as an installation wants it.
///
/// @param mode as `rw-r-----`
/// @param kept whether it stays when the rest is removed, and is left alone once it is there:
///   settings, secrets
record PlacedFile(
        Path path, String content, String mode, String owner, String group, boolean kept) {

    static PlacedFile system(Path path, String content, String mode) {
        return new PlacedFile(path, content, mode, "root", "root", false);
    }

    String checksum() {
        return SystemFiles.checksum(content);
    }

    /// Where it goes when a person has changed the one that is there.
    Path beside() {
        return path.resolveSibling(path.getFileName() + ".new");
    }
}
