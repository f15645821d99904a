package io.caretaker.cli.render;

import io.caretaker.web.access.Token;
import io.caretaker.web.access.TokenDesk;
import java.time.Instant;
import java.util.List;

/// Tokens for people.
public final class TokensText {
    private TokensText() {}

    public static String of(List<TokenDesk.Listed> all, Instant now, Style style) {
        if (all.isEmpty()) {
            return "There are no tokens.\n";
        }
        var table = new Table("NAME", "ROLE", "ID", "MADE", "LAST USED", "UNTIL");
        for (TokenDesk.Listed each : all) {
            Token token = each.token();
            Instant until = token.expires();
            String end = until == null ? "revoked" : HistoryText.local(until);
            table.add(
                    token.name(),
                    token.role().word(),
                    token.id(),
                    HistoryText.local(token.created()),
                    each.lastUsed() == null ? "never" : Texts.ago(each.lastUsed(), now),
                    token.expired(now) ? end + " (over)" : end);
        }
        return table.in(style);
    }
}
