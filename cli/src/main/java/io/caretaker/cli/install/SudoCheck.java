package io.caretaker.cli.install;

import io.caretaker.core.host.CommandResult;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.nio.file.Files;
import java.nio.file.Path;

/// Lets sudo's own program read a file of rules before it is put in its place: a bad one there
/// would lock everybody out of sudo.
final class SudoCheck {
    private SudoCheck() {}

    /// @throws Problem `FAILED` with what visudo says
    static void validate(String text, SystemCommands system) throws InterruptedException {
        Path draft =
                SystemFiles.on(
                        Path.of("a draft of the sudo rules"),
                        () -> Files.createTempFile("caretaker-sudo-rules", ""));
        try {
            SystemFiles.on(draft, () -> Files.writeString(draft, text));
            CommandResult result = system.run("visudo", "-c", "-f", draft.toString());
            if (!(result instanceof CommandResult.Exited exited && exited.ok())) {
                throw new Problem(
                        ProblemCode.FAILED,
                        "sudo does not accept the rules: " + result.summary(),
                        "nothing was changed; please report this");
            }
        } finally {
            SystemFiles.on(draft, () -> Files.deleteIfExists(draft));
        }
    }
}
