package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.web.access.Token;
import io.caretaker.web.access.TokenDesk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Makes tokens worth nothing.
@Command(
        name = "revoke",
        header =
                "Revoke tokens: they and the browsers that logged in with them are let in no more.",
        footer = {"", "Example:", "  caretaker token revoke anna"})
final class TokenRevokeCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME|ID", arity = "1..*", description = "as `token list` shows them")
    List<String> tokens = List.of();

    TokenRevokeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        TokenDesk desk = TokenCommand.desk(session);
        var revoked = new ArrayList<Token>();
        for (String each : tokens) {
            Token token = desk.revoke(each, session.actor());
            revoked.add(token);
            if (!json) {
                session.say("Revoked: " + token.name() + " (" + token.id() + ").");
            }
        }
        if (json) {
            Instant now = Instant.now();
            session.json(
                    revoked.stream().map(each -> TokenDesk.document(each, null, now)).toList());
        }
        return ExitCodes.OK;
    }
}
