package io.caretaker.mysql;

import java.util.List;
import java.util.regex.Pattern;

/// How the server's log tells of refused log-ins: MariaDB with `log_warnings` of 2 (as it is) and
/// more, MySQL 8 with a `log_error_verbosity` of 3. In other languages than English only where the
/// line has the code.
///
/// Source: message catalogues of MySQL 5.7 to 8.4 and MariaDB 10.6 to 11.8
/// (`ER_ACCESS_DENIED_ERROR`, `ER_ACCESS_DENIED_NO_PASSWORD_ERROR`, `ER_ACCOUNT_HAS_BEEN_LOCKED`,
/// `ER_USER_IS_BLOCKED`).
final class RefusedLogIns {
    static final List<Pattern> SIGNS =
            List.of(
                    Pattern.compile(
                            "\\[(?:Warning|Note|Error)\\].*(Access denied for user"
                                    + "|Access denied, this account is locked"
                                    + "|Account is blocked for )"),
                    Pattern.compile("\\[MY-01092[67]\\]"));

    private RefusedLogIns() {}
}
