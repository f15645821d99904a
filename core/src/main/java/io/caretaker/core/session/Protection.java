package io.caretaker.core.session;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Sessions that are never ended, by whom or what they belong to. In each pattern `*` stands for
/// any text, `?` for any one character; case counts.
public record Protection(List<String> users, List<String> applications, List<String> databases) {
    public static final Protection NONE = new Protection(List.of(), List.of(), List.of());

    public Protection {
        users = List.copyOf(users);
        applications = List.copyOf(applications);
        databases = List.copyOf(databases);
    }

    /// These, and others besides.
    public Protection and(Protection more) {
        return new Protection(
                both(users, more.users),
                both(applications, more.applications),
                both(databases, more.databases));
    }

    private static List<String> both(List<String> these, List<String> others) {
        return Stream.concat(these.stream(), others.stream()).distinct().toList();
    }

    /// Why this session must not be ended; null when it may be.
    public @Nullable String objection(DatabaseSession session) {
        if (session.kind() != SessionKind.CLIENT) {
            return session.kind().words();
        }
        return listed(session);
    }

    /// Which list names this session; null when none does.
    @Nullable String listed(DatabaseSession session) {
        @Nullable String list = listed("user", session.user(), users);
        list = list != null ? list : listed("application", session.application(), applications);
        return list != null ? list : listed("database", session.database(), databases);
    }

    private static @Nullable String listed(
            String what, @Nullable String name, List<String> patterns) {
        if (name != null) {
            for (String pattern : patterns) {
                if (matches(pattern, name)) {
                    boolean exact = pattern.equals(name);
                    return "protected "
                            + what
                            + " "
                            + name
                            + (exact ? "" : " (by '" + pattern + "')");
                }
            }
        }
        return null;
    }

    /// Whether a name fits a pattern with `*` and `?`. Needs at most as many steps as the product
    /// of their lengths.
    public static boolean matches(String pattern, String name) {
        int[] wanted = pattern.codePoints().toArray();
        int[] given = name.codePoints().toArray();
        int at = 0;
        int star = -1;
        int afterStar = 0;
        int i = 0;
        while (i < given.length) {
            if (at < wanted.length && wanted[at] == '*') {
                star = at++;
                afterStar = i;
            } else if (at < wanted.length && (wanted[at] == '?' || wanted[at] == given[i])) {
                at++;
                i++;
            } else if (star >= 0) {
                // The last star takes one character more.
                at = star + 1;
                i = ++afterStar;
            } else {
                return false;
            }
        }
        while (at < wanted.length && wanted[at] == '*') {
            at++;
        }
        return at == wanted.length;
    }
}
