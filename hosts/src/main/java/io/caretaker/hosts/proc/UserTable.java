package io.caretaker.hosts.proc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The users of /etc/passwd, read anew at each call: it is small, and users come and go.
public final class UserTable {
    private static final String PASSWD = "/etc/passwd";

    private UserTable() {}

    /// A user.
    public record User(String name, long uid, long gid, String home) {}

    public static Optional<User> named(String name) {
        return all().stream().filter(user -> user.name.equals(name)).findFirst();
    }

    static Map<Long, String> names() {
        var names = new HashMap<Long, String>();
        all().forEach(user -> names.putIfAbsent(user.uid, user.name));
        return names;
    }

    private static List<User> all() {
        String text = ProcFiles.read(PASSWD);
        return text == null ? List.of() : parse(text);
    }

    static List<User> parse(String passwd) {
        return passwd.lines()
                .map(line -> List.of(line.split(":", -1)))
                .filter(fields ->
                        fields.size() >= 6 && number(fields.get(2)) && number(fields.get(3)))
                .map(fields ->
                        new User(
                                fields.get(0),
                                Long.parseLong(fields.get(2)),
                                Long.parseLong(fields.get(3)),
                                fields.get(5)))
                .toList();
    }

    private static boolean number(String text) {
        return !text.isEmpty()
                && text.length() < 11
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
