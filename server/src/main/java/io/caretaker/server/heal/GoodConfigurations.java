package io.caretaker.server.heal;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the configuration files of a service as they were when it last ran stably, and puts them
/// back.
///
/// A copy is complete or not there at all. Putting back replaces one file after the other, each as
/// a whole; ended half-way, doing it again finishes it. The bad file stays beside the good one
/// under another name.
final class GoodConfigurations {
    private static final Logger LOG = LoggerFactory.getLogger(GoodConfigurations.class);
    private static final int MOST_BYTES = 1024 * 1024;
    private final Path directory;

    GoodConfigurations(Path directory) {
        this.directory = directory;
    }

    /// Keeps the present files as the good ones. Files that are too large, unreadable, or were
    /// edited after the process started (so that nobody knows yet whether it would start with them)
    /// are passed over.
    void keep(Site site, Instant startedAt, Deadline deadline) throws InterruptedException {
        Service service = site.service();
        HostAccess host = site.access();
        for (String file : service.configFiles()) {
            if (editedAfter(host, file, startedAt, deadline)) {
                continue;
            }
            if (host.readTail(file, MOST_BYTES) instanceof FileReply.Content content
                    && content.size() <= MOST_BYTES
                    && !content.text().equals(kept(service, file))) {
                try {
                    write(copyOf(service, file), content.text());
                } catch (IOException e) {
                    LOG.atWarn()
                            .addKeyValue("file", file)
                            .addKeyValue("error", e.toString())
                            .log(
                                    "a good configuration could not be kept; the next round tries again");
                }
            }
        }
    }

    private static boolean editedAfter(
            HostAccess host, String file, Instant startedAt, Deadline deadline)
            throws InterruptedException {
        return !(host.run(Command.of("stat", "--dereference", "--format", "%Y", file), deadline)
                        instanceof CommandResult.Exited exited
                && exited.ok()
                && Long.parseLong(exited.output().strip()) < startedAt.getEpochSecond());
    }

    /// Whether a kept file differs from the present one.
    boolean differ(Site site) {
        return !changed(site).isEmpty();
    }

    /// Puts the kept files back where they differ; the names of those put back.
    ///
    /// @throws Problem when a file cannot be written
    List<String> putBack(Site site, Instant now, Deadline deadline) throws InterruptedException {
        HostAccess host = site.access();
        List<String> changed = changed(site);
        for (String file : changed) {
            String good = kept(site.service(), file);
            setAside(host, file, file + ".caretaker-bad-" + now.getEpochSecond(), deadline);
            host.replaceFile(file, good.getBytes(StandardCharsets.UTF_8), "640");
        }
        return changed;
    }

    /// A copy keeps the owner: a file in the data directory that the server may not read ends its
    /// backups.
    private static void setAside(HostAccess host, String file, String aside, Deadline deadline)
            throws InterruptedException {
        if (host.readTail(file, 1) instanceof FileReply.Content) {
            CommandResult copied = host.run(Command.of("cp", "-p", file, aside), deadline);
            if (!(copied instanceof CommandResult.Exited exited && exited.ok())) {
                throw new Problem(
                        ProblemCode.FAILED,
                        "the bad configuration " + file + " cannot be kept: " + copied.summary(),
                        "look at its directory's owner and mode, and at the free space");
            }
        }
    }

    private List<String> changed(Site site) {
        var changed = new ArrayList<String>();
        for (String file : site.service().configFiles()) {
            String good = kept(site.service(), file);
            boolean same =
                    site.access().readTail(file, MOST_BYTES) instanceof FileReply.Content content
                            && content.text().equals(good);
            if (!good.isEmpty() && !same) {
                changed.add(file);
            }
        }
        return changed;
    }

    private String kept(Service service, String file) {
        Path copy = copyOf(service, file);
        try {
            return Files.isRegularFile(copy, LinkOption.NOFOLLOW_LINKS)
                    ? Files.readString(copy)
                    : "";
        } catch (IOException e) {
            throw new Problem(
                    ProblemCode.FAILED,
                    "the kept configuration " + copy + " cannot be read",
                    "remove it; a new one is kept once the service is stable",
                    new UncheckedIOException(e));
        }
    }

    private Path copyOf(Service service, String file) {
        return directory
                .resolve(service.id().value())
                .resolve(file.replace("%", "%25").replace("/", "%2F"));
    }

    private static void write(Path copy, String text) throws IOException {
        Files.createDirectories(
                copy.getParent(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path draft = Files.createTempFile(copy.getParent(), "draft", ".tmp");
        Files.writeString(draft, text);
        Files.move(
                draft, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
