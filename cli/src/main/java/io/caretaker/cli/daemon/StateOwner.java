package io.caretaker.cli.daemon;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whose the state directory is. The daemon is an unprivileged user; what root makes there by the
/// command line has to be that user's, or the daemon could not read it.
///
/// Goes from directory to directory by open files, never by names again: whoever owns the state
/// could otherwise put a link in the way and be given a file of the system.
public final class StateOwner {
    private static final Logger LOG = LoggerFactory.getLogger("state");
    private static final String ROOT = "root";

    private StateOwner() {}

    /// Gives what belongs to root to the owner of the directory, unless that is root.
    public static void giveBack(Path state) {
        try {
            if (!Files.isDirectory(state, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            PosixFileAttributes attributes =
                    Files.readAttributes(
                            state, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.owner().getName().equals(ROOT)) {
                below(state, attributes.owner(), attributes.group());
            }
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("state", state)
                    .addKeyValue("problem", e)
                    .log("some files may belong to root now; the daemon needs to read them");
        }
    }

    /// Gives everything below the directory, that is root's, to somebody.
    public static void below(Path state, UserPrincipal owner, GroupPrincipal group)
            throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(state)) {
            if (stream instanceof SecureDirectoryStream<Path> secure) {
                below(secure, owner, group);
            }
        }
    }

    private static void below(
            SecureDirectoryStream<Path> directory, UserPrincipal owner, GroupPrincipal group)
            throws IOException {
        for (Path entry : directory) {
            Path name = entry.getFileName();
            PosixFileAttributeView view =
                    directory.getFileAttributeView(
                            name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            try {
                PosixFileAttributes attributes = view.readAttributes();
                if (attributes.isDirectory()) {
                    try (var inner =
                            directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                        below(inner, owner, group);
                    }
                }
                boolean plain = attributes.isDirectory() || attributes.isRegularFile();
                if (plain && attributes.owner().getName().equals(ROOT)) {
                    view.setOwner(owner);
                    view.setGroup(group);
                }
            } catch (java.nio.file.NoSuchFileException _) {
                // Gone meanwhile: the daemon works there.
            }
        }
    }
}
