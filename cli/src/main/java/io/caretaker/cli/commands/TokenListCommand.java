package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.TokensText;
import io.caretaker.web.access.TokenDesk;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// The tokens that there are.
@Command(
        name = "list",
        header = "List tokens: whose, which role, until when, last used.",
        footer = {"", "Example:", "  caretaker token list --format json"})
final class TokenListCommand implements Callable<Integer> {
    private final Session session;

    TokenListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        Instant now = Instant.now();
        List<TokenDesk.Listed> all = TokenCommand.desk(session).list();
        if (json) {
            session.json(
                    all.stream()
                            .map(each -> TokenDesk.document(each.token(), each.lastUsed(), now))
                            .toList());
        } else {
            session.print(TokensText.of(all, now, session.style()));
        }
        return ExitCodes.OK;
    }
}
