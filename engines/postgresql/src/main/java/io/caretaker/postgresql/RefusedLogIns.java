package io.caretaker.postgresql;

import java.util.List;
import java.util.regex.Pattern;

/// How the server's log tells of refused log-ins. In other languages than English only where the
/// line has the code (`log_line_prefix` with `%e`).
///
/// Source: PostgreSQL message catalogue of the server, 12 to 18 (authentication, start of a
/// session); manual, appendix "PostgreSQL Error Codes", class 28.
final class RefusedLogIns {
    static final List<Pattern> SIGNS =
            List.of(
                    Pattern.compile(
                            "FATAL: +(.*authentication failed for user"
                                    + "|no pg_hba.conf entry for"
                                    + "|pg_hba.conf rejects "
                                    + "|role \".*\" does not exist"
                                    + "|role \".*\" is not permitted to log in"
                                    + "|permission denied for database)"),
                    Pattern.compile("\\b28(P01|000)\\b"));

    private RefusedLogIns() {}
}
