package io.caretaker.hosts.local;

import java.util.regex.Pattern;

/// The programs that stand before a command, and how it shows that they could not start it. Pure.
public final class Starters {
    private static final Pattern COMPLAINT =
            Pattern.compile(
                    "((caretaker|setsid|setpriv|runuser|sudo|su|env): |Sorry, (user|try) ).*",
                    Pattern.DOTALL);

    private Starters() {}

    /// Whether the command was not even begun.
    public static boolean failed(int code, String errors) {
        boolean theirs = code == 126 || code == 127 || code == 1;
        return theirs && COMPLAINT.matcher(errors).matches();
    }
}
