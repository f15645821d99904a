package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.HistoryText;
import io.caretaker.web.access.Token;
import io.caretaker.web.access.TokenDesk;
import io.caretaker.web.http.Access;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Makes a token.
@Command(
        name = "create",
        header = "Make a token and print it, once.",
        description = {
            "Only its hash is kept: a token that was lost is revoked, and another is made.",
            "Log in with it at the dashboard, or send it as `Authorization: Bearer TOKEN`."
        },
        footer = {"", "Example:", "  caretaker token create anna --role operator --expires 90d"})
final class TokenCreateCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "whose it is, for the audit log")
    String name = "";

    @Option(
            names = "--role",
            required = true,
            paramLabel = "ROLE",
            description = "viewer, operator or admin")
    Role role = Role.VIEWER;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            converter = PlainDuration.class,
            description = "how long it lets in, such as 90d; without it, until it is revoked")
    @Nullable Duration expires;

    /// What a token may be given.
    enum Role {
        VIEWER(Access.VIEWER),
        OPERATOR(Access.OPERATOR),
        ADMIN(Access.ADMIN);

        private final Access access;

        Role(Access access) {
            this.access = access;
        }
    }

    TokenCreateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        Instant now = Instant.now();
        Instant end = expires == null ? null : now.plus(expires).truncatedTo(ChronoUnit.SECONDS);
        Token.Made made =
                TokenCommand.desk(session).create(name, role.access, end, session.actor());
        if (json) {
            var document = new LinkedHashMap<>(TokenDesk.document(made.token(), null, now));
            document.put("token", made.secret());
            session.json(document);
        } else {
            session.say(made.secret());
            session.note(
                    "This token of "
                            + made.token().name()
                            + " ("
                            + made.token().role().word()
                            + (end == null ? "" : ", until " + HistoryText.local(end))
                            + ") is shown this once. Keep it like a password.");
        }
        return ExitCodes.OK;
    }
}
