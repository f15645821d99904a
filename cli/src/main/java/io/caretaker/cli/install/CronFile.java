package io.caretaker.cli.install;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The text of a file for `/etc/cron.d`. Pure.
///
/// Source: crontab(5).
final class CronFile {
    private CronFile() {}

    static String text(Choices choices, CronTimes times) {
        var lines = new ArrayList<String>();
        lines.add(
                "# Written by `caretaker install --cron`, and by it only as long as nobody changes it.");
        lines.add("# cron mails what is printed, and that is only what is not well.");
        lines.add("SHELL=/bin/sh");
        lines.add("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        lines.add("CARETAKER_BUILD=never");
        lines.add("CARETAKER_JAVA_HOME=" + choices.javaHome());
        lines.add(line(choices, times.check(), "check", List.of("check")));
        String cleanup = times.cleanup();
        if (cleanup != null) {
            var command = new ArrayList<>(List.of("cleanup"));
            command.addAll(times.targets());
            command.add("--yes");
            lines.add(line(choices, cleanup, "cleanup", command));
        }
        return lines.stream().collect(Collectors.joining("\n", "", "\n"));
    }

    /// With a lock, so that a run which takes long is not joined by the next.
    private static String line(Choices choices, String time, String name, List<String> command) {
        return time
                + " "
                + choices.user()
                + " said=$(flock -n -E 0 "
                + choices.state()
                + "/cron-"
                + name
                + ".lock "
                + choices.launcher()
                + " "
                + String.join(" ", command)
                + " --config "
                + choices.config()
                + " --state "
                + choices.state()
                + " 2>&1) || echo \"$said\"";
    }
}
