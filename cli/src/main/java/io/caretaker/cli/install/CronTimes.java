package io.caretaker.cli.install;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// When cron runs what.
///
/// @param check five fields, as in crontab(5)
/// @param cleanup the same; null cleans nothing up
/// @param targets what is cleaned up
public record CronTimes(String check, @Nullable String cleanup, List<String> targets) {
    private static final Pattern FIELDS = Pattern.compile("[0-9A-Za-z*/,-]+( [0-9A-Za-z*/,-]+){4}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.@:-]*");

    public CronTimes {
        targets = List.copyOf(targets);
        check = fields(check);
        cleanup = cleanup == null ? null : fields(cleanup);
        for (String target : targets) {
            if (!NAME.matcher(target).matches()) {
                throw new Problem(
                        ProblemCode.INVALID,
                        "'" + target + "' cannot stand in a cron line",
                        "name the service by its id");
            }
        }
    }

    private static String fields(String text) {
        String plain = text.strip().replaceAll("[ \t]+", " ");
        if (!FIELDS.matcher(plain).matches()) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "'" + text + "' is no time for cron",
                    "five fields: minute, hour, day of month, month, day of week, such as"
                            + " '*/5 * * * *'");
        }
        return plain;
    }
}
