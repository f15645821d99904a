package io.caretaker.mysql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.host.CommandResult;
import java.util.ArrayList;
import java.util.List;

/// As an administrator over the server's Unix socket, with a client program. It stops at the first
/// statement that fails.
record OverSocket(Administrator administrator) implements AccountsWay {
    @Override
    public Answer ask(List<String> statements, String query, Deadline deadline)
            throws InterruptedException {
        var all = new ArrayList<>(statements);
        all.add(query);
        CommandResult result = administrator.run(String.join(";\n", all) + ";\n", deadline);
        return result instanceof CommandResult.Exited exited && exited.ok()
                ? new Answer.Told(exited.output().strip())
                : new Answer.NotTold(result.summary(), Fault.UNEXPECTED_ANSWER);
    }

    @Override
    public ServerVersion version() {
        return administrator.version();
    }

    @Override
    public String words() {
        return "as " + administrator.words() + " over its Unix socket";
    }
}
