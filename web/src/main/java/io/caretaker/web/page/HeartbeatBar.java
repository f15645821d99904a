package io.caretaker.web.page;

import io.caretaker.core.status.Status;
import io.caretaker.server.watch.RecentResults;
import java.util.ArrayList;
import java.util.List;

/// The last results of a service as a bar, one beat for each, the newest on the right. Beats differ
/// in height too, for people who do not tell the colours apart. Pure.
///
/// @param letters one for each beat, for the script that appends new ones: `u`p, `w`arning, `d`own,
///   unknown (`n`)
/// @param paths one for each kind of beat that is there
/// @param words the same for people who do not see it
public record HeartbeatBar(String letters, List<Path> paths, String words) {
    /// Beats that fit.
    public static final int BEATS = RecentResults.KEPT;

    /// The width of a beat with the gap behind it; a beat itself is two thirds of that.
    private static final int STEP = 9;

    public HeartbeatBar {
        paths = List.copyOf(paths);
    }

    /// The beats of one kind: lines whose dashes are the beats.
    ///
    /// @param line in the language of SVG
    public record Path(String kind, String line) {}

    public static HeartbeatBar of(List<RecentResults.Result> results) {
        var letters = new StringBuilder();
        results.forEach(each -> letters.append(letter(each.status())));
        return of(letters.toString());
    }

    static HeartbeatBar of(String letters) {
        var paths = new ArrayList<Path>();
        for (char kind : new char[] {'u', 'w', 'd', 'n'}) {
            String line = line(letters, kind);
            if (!line.isEmpty()) {
                paths.add(new Path(String.valueOf(kind), line));
            }
        }
        return new HeartbeatBar(letters, paths, words(letters));
    }

    static char letter(Status status) {
        return switch (status) {
            case RUNNING -> 'u';
            case WARNING -> 'w';
            case STOPPED, ERROR -> 'd';
            case UNKNOWN -> 'n';
        };
    }

    private static String line(String letters, char kind) {
        var line = new StringBuilder();
        int first = BEATS - letters.length();
        int at = 0;
        while (at < letters.length()) {
            int end = at;
            while (end < letters.length() && letters.charAt(end) == kind) {
                end++;
            }
            if (end > at) {
                line.append('M')
                        .append((first + at) * STEP)
                        .append(" 13h")
                        .append((end - at) * STEP - STEP / 3);
            }
            at = Math.max(end, at + 1);
        }
        return line.toString();
    }

    private static String words(String letters) {
        if (letters.isEmpty()) {
            return "no results yet";
        }
        long up = letters.chars().filter(each -> each == 'u' || each == 'w').count();
        return up + " of the last " + Amounts.count(letters.length(), "check") + " up";
    }
}
