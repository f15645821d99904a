package io.caretaker.server.desk;

import io.caretaker.core.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is wrong with an entry, told apart by its fields, so that a form can say it where it
/// belongs. Pure.
///
/// @param byField messages by the path of their field
/// @param others what belongs to no field
public record EntryProblems(Map<String, String> byField, List<String> others) {
    private static final Pattern LINE =
            Pattern.compile(
                    "(?:[^\\s:]+: )?(?:[a-z]+\\[\\d+]\\.)?([a-z][a-z0-9_.]*)(?:\\[\\d+])?: (.+)");
    private static final Pattern MISSING =
            Pattern.compile(
                    "(?:(?:[^\\s:]+: )?(?:[a-z]+\\[\\d+]\\.?)?([a-z][a-z0-9_.]*)?: )?'([a-z_]+)' is"
                            + " missing.*");

    public EntryProblems {
        byField = Map.copyOf(byField);
        others = List.copyOf(others);
    }

    /// Takes apart what the desk has thrown.
    public static EntryProblems of(Problem problem) {
        var byField = new LinkedHashMap<String, String>();
        var others = new ArrayList<String>();
        List<String> lines = problem.message().lines().map(String::strip).toList();
        boolean listed = lines.size() > 1;
        for (String line : listed ? lines.subList(1, lines.size()) : lines) {
            Matcher missing = MISSING.matcher(line);
            Matcher plain = LINE.matcher(line);
            if (missing.matches()) {
                String below = missing.group(1) == null ? "" : missing.group(1) + ".";
                byField.putIfAbsent(below + missing.group(2), "is needed");
            } else if (plain.matches() && listed) {
                byField.putIfAbsent(plain.group(1), plain.group(2));
            } else {
                others.add(line);
            }
        }
        return new EntryProblems(byField, others);
    }
}
