package io.caretaker.mongodb;

import java.util.ArrayList;

/// Who still comes in, and writes, during a lockdown. Pure.
final class Admitted {
    private Admitted() {}

    /// A sentence without its full stop.
    ///
    /// @param accounts whether accounts can be shut out
    /// @param outside whether there are people whose rights the server does not keep
    static String words(
            WriteBlock writes,
            Privileges privileges,
            boolean accounts,
            boolean router,
            boolean outside) {
        var parts = new ArrayList<String>();
        if (privileges.open()) {
            parts.add("access control is off, so everybody still connects and reads");
        } else if (accounts) {
            parts.add(
                    "administrators, backups and caretaker's account keep their rights; the others"
                            + " may still log in and then do nothing, and connections that are open"
                            + " lose their rights "
                            + (router ? "within half a minute (the router remembers)" : "at once"));
            if (outside) {
                parts.add("whoever has his rights by LDAP or OpenID Connect keeps them");
            }
        } else {
            parts.add(
                    "everybody still logs in and reads, as caretaker's account may not shut out"
                            + " accounts");
        }
        if (writes.objection() == null) {
            parts.add(
                    "nobody writes but who has bypassWriteBlockingMode (root, restore), and index"
                            + " builds under way are given up");
        } else if (!accounts || !writes.known()) {
            parts.add("writing as such is not blocked: " + writes.objection());
        }
        return String.join("; ", parts);
    }
}
