package io.caretaker.postgresql;

import io.caretaker.core.lockdown.Gates;
import io.caretaker.core.lockdown.Restriction;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what [LockdownStatements#LOOK] answers.
final class GatesText {
    private static final int COLUMNS = 6;

    private GatesText() {}

    /// What lets connections in.
    ///
    /// @param own the account that caretaker watches with, which is never restricted
    static Gates read(String text, String way, @Nullable String own) {
        var open = new ArrayList<Restriction>();
        var exempt = new ArrayList<Gates.Exempt>();
        List<String[]> rows = text.lines().map(line -> line.split("\\|", -1)).toList();
        if (rows.isEmpty() || !rows.getFirst()[0].equals("server")) {
            throw unexpected();
        }
        for (String[] row : rows) {
            if (row.length != COLUMNS) {
                throw unexpected();
            }
        }
        String[] server = rows.getFirst();
        for (String[] row : rows.subList(1, rows.size())) {
            Restriction found =
                    new Restriction(
                            row[0].equals("database")
                                    ? Restriction.Kind.DATABASE
                                    : Restriction.Kind.ROLE,
                            row[1],
                            plain(row[2]),
                            Integer.parseInt(row[3]),
                            row[4].startsWith("t"));
            boolean ours = found.kind() == Restriction.Kind.ROLE && found.name().equals(own);
            if (row[5].isEmpty() && !ours) {
                open.add(found);
            } else {
                exempt.add(
                        new Gates.Exempt(
                                found, row[5].isEmpty() ? "caretaker's own account" : row[5]));
            }
        }
        String entrance = plain(server[2]);
        return new Gates(
                server[1],
                standby(server),
                way,
                entrance,
                "superusers still connect to database " + entrance,
                open,
                exempt);
    }

    private static @Nullable String standby(String[] server) {
        if (server[3].equals("primary")) {
            return null;
        }
        String primary = plain(server[4]);
        return "it is a standby"
                + (primary.isEmpty() ? "" : " of " + primary)
                + ", and databases and roles are changed on its primary";
    }

    private static String plain(String hexadecimal) {
        return new String(HexFormat.of().parseHex(hexadecimal), StandardCharsets.UTF_8);
    }

    private static Problem unexpected() {
        return new Problem(
                ProblemCode.FAILED,
                "the server did not tell its databases and roles in full",
                "please report that, with the server's version");
    }
}
