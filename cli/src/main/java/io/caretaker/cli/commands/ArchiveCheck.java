package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.server.keep.Archive;
import io.caretaker.server.keep.ArchiveFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Whether the archive can still be read.
@Command(
        name = "verify-archive",
        header = "Read every file of the history's archive and compare its sum.",
        description = "Exit code 1 when a file is damaged.",
        footer = {"", "Example:", "  caretaker history verify-archive"})
final class ArchiveCheck implements Callable<Integer> {
    private final Session session;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "the archive; without it, the one of the configuration")
    @Nullable Path directory;

    ArchiveCheck(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        List<Path> files = Archive.files(directory());
        Map<String, @Nullable Object> damaged = new LinkedHashMap<>();
        for (Path each : files) {
            String fault = ArchiveFile.fault(each);
            if (fault != null) {
                damaged.put(each.getFileName().toString(), fault);
            }
        }
        if (json) {
            session.json(Map.of("files", files.size(), "damaged", damaged));
        } else {
            damaged.forEach((name, fault) -> session.say(name + ": " + fault));
            session.say(
                    Texts.count(files.size(), "file")
                            + " read, "
                            + (damaged.isEmpty() ? "all sound." : damaged.size() + " damaged."));
        }
        return damaged.isEmpty() ? ExitCodes.OK : ExitCodes.NOT_WELL;
    }

    private Path directory() {
        Path found = directory == null ? session.settings().history().archive() : directory;
        if (found == null) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "nothing is archived",
                    "name a directory, or set history.archive.enabled in caretaker.yaml");
        }
        return found;
    }
}
