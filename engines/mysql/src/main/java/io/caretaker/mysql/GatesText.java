package io.caretaker.mysql;

import io.caretaker.core.lockdown.Gates;
import io.caretaker.core.lockdown.Restriction;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads what [LockdownStatements#look] answers. Pure.
final class GatesText {
    private static final Set<String> INTERNAL =
            Set.of("mysql.sys", "mysql.session", "mysql.infoschema", "mariadb.sys");
    private static final String OF_THE_SYSTEM = "debian-sys-maint";
    private static final String OWN = "caretaker's own account";
    private static final String ADMINISTRATOR = "an administrator";
    private static final int NAMED = 4;

    private final Map<String, String> variables = new HashMap<>();
    private final List<String> sources = new ArrayList<>();
    private final List<Found> accounts = new ArrayList<>();
    private String self = "";

    private GatesText() {}

    /// @param locked whether nobody comes in by it as it is
    /// @param unloaded the log-in method, where the server does not have it; else empty
    private record Found(
            String user,
            String host,
            boolean locked,
            boolean administrator,
            boolean replication,
            String unloaded) {
        Restriction restriction() {
            String name = user + "@" + host;
            return new Restriction(Restriction.Kind.ACCOUNT, name, name, -1, !locked);
        }
    }

    /// What lets connections in.
    ///
    /// @param own the user that caretaker watches as, which is never restricted
    static Gates read(String text, String way, @Nullable String own) {
        var read = new GatesText();
        text.lines().map(line -> line.split("\\|", -1)).forEach(read::row);
        return read.gates(way, own == null ? "" : own);
    }

    private void row(String[] row) {
        switch (row[0] + row.length) {
            case "variable3" -> variables.put(row[1], plain(row[2]));
            case "source2" -> sources.add(plain(row[1]));
            case "self2" -> self = plain(row[1]);
            case "account7" ->
                    accounts.add(
                            new Found(
                                    plain(row[1]),
                                    plain(row[2]),
                                    row[3].equals("1"),
                                    row[4].equals("1"),
                                    row[5].equals("1"),
                                    plain(row[6])));
            default -> throw unexpected();
        }
    }

    private Gates gates(String way, String own) {
        @Nullable String fingerprint = ServerFacts.of(variables).fingerprint();
        if (fingerprint == null || accounts.isEmpty()) {
            throw unexpected();
        }
        var open = new ArrayList<Restriction>();
        var exempt = new ArrayList<Gates.Exempt>();
        for (Found account : accounts) {
            @Nullable String reason = reason(account, own);
            if (reason == null) {
                open.add(account.restriction());
            } else {
                exempt.add(new Gates.Exempt(account.restriction(), reason));
            }
        }
        return new Gates(fingerprint, standby(), way, null, admitted(exempt), open, exempt);
    }

    private @Nullable String reason(Found account, String own) {
        if (INTERNAL.contains(account.user())) {
            return "the server's own";
        }
        if (account.user().equals(own)) {
            return OWN;
        }
        if (account.user().equals(OF_THE_SYSTEM)) {
            return "the operating system's own account";
        }
        if (account.administrator()) {
            return ADMINISTRATOR;
        }
        if (account.restriction().id().equals(self)) {
            return OWN;
        }
        if (account.replication()) {
            return "replication";
        }
        return account.unloaded().isEmpty()
                ? null
                : "its log-in method "
                        + account.unloaded()
                        + " is not loaded, so nobody comes in by it";
    }

    private String admitted(List<Gates.Exempt> exempt) {
        List<String> names =
                exempt.stream()
                        .filter(each -> each.reason().equals(ADMINISTRATOR))
                        .map(Gates.Exempt::restriction)
                        .filter(Restriction::allowed)
                        .map(Restriction::name)
                        .sorted()
                        .toList();
        String who = names.isEmpty() ? "no administrator comes in" : "administrators still come in";
        String named = String.join(", ", names.stream().limit(NAMED).toList());
        int more = names.size() - NAMED;
        String list =
                names.isEmpty() ? "" : ": " + named + (more > 0 ? " and " + more + " more" : "");
        return who + list + "; replication goes on" + events();
    }

    /// The event scheduler logs in by no account, and asks of none whether it is locked.
    private String events() {
        return variables.getOrDefault("event_scheduler", "").equalsIgnoreCase("ON")
                ? "; so do events, also those of locked accounts"
                : "";
    }

    private @Nullable String standby() {
        boolean nobodyWrites =
                variables.getOrDefault("super_read_only", "").equalsIgnoreCase("ON")
                        || variables
                                .getOrDefault("read_only", "")
                                .equalsIgnoreCase("NO_LOCK_NO_ADMIN");
        if (!nobodyWrites) {
            return null;
        }
        return (sources.isEmpty()
                        ? "it is read-only"
                        : "it is a read-only replica of " + String.join(", ", sources))
                + ", also for administrators, so that no account can be locked on it";
    }

    private static String plain(String hexadecimal) {
        return new String(HexFormat.of().parseHex(hexadecimal), StandardCharsets.UTF_8);
    }

    private static Problem unexpected() {
        return new Problem(
                ProblemCode.FAILED,
                "the server did not tell its accounts in full",
                "please report that, with the server's version");
    }
}
