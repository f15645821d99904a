package io.caretaker.postgresql;

import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.host.ServiceControl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How a server that was found running can be started again: by the unit it belongs to, by Debian's
/// cluster tools, or by `pg_ctl` with the arguments it has now.
final class Control {
    private static final String CLUSTER_TOOL = "/usr/bin/pg_ctlcluster";
    private static final Pattern SERVER_UNIT =
            Pattern.compile("[^/]*(postgres|pgsql|patroni)[^/]*\\.service");

    /// Units from which people start things that do not belong to the unit.
    private static final Pattern FOREIGN_UNIT =
            Pattern.compile("(user@|ssh|cron|atd|caretaker|docker|containerd|getty|session).*");

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./=:,@%+-]+");
    private static final int INIT = 1;

    private Control() {}

    /// The systemd unit that starts the server, when it was started by one.
    static @Nullable String unit(ProcessFacts process) {
        @Nullable String unit = process.unit();
        if (unit == null || !unit.endsWith(".service")) {
            return null;
        }
        boolean its =
                SERVER_UNIT.matcher(unit).matches()
                        || (process.parent() == INIT && !FOREIGN_UNIT.matcher(unit).matches());
        return its ? unit : null;
    }

    /// @param standardError the file that takes the server's first words, or null
    static ServiceControl of(
            ProcessFacts process,
            Arguments arguments,
            @Nullable String dataDirectory,
            @Nullable String standardError,
            HostAccess host) {
        @Nullable String unit = unit(process);
        if (unit != null) {
            return new ServiceControl.Systemd(unit);
        }
        Optional<Cluster> cluster = Cluster.of(arguments.configFile(), null);
        if (cluster.isPresent() && ServerFiles.exists(host, CLUSTER_TOOL)) {
            return new ServiceControl.PgCluster(cluster.get().version(), cluster.get().name());
        }
        @Nullable String programs = programs(process);
        @Nullable String directory = directory(arguments, dataDirectory);
        if (programs == null || directory == null) {
            return new ServiceControl.None();
        }
        boolean usable =
                standardError != null
                        && StandardError.writable(standardError, process.user(), host);
        String log =
                standardError != null && usable ? standardError : dataDirectory + "/startup.log";
        return commands(programs + "/pg_ctl", directory, log, arguments, process.user());
    }

    private static ServiceControl commands(
            String control, String directory, String log, Arguments arguments, String user) {
        List<String> base = List.of(control, "-D", directory, "-w", "-t", "60");
        List<String> again = new ArrayList<>(List.of("-l", log));
        if (!arguments.others().isEmpty()) {
            again.addAll(List.of("-o", quoted(arguments.others())));
        }
        return new ServiceControl.Commands(
                join(base, again, List.of("start")),
                join(base, List.of("-m", "fast", "stop"), List.of()),
                join(base, again, List.of("-m", "fast", "restart")),
                List.of(control, "-D", directory, "reload"),
                user);
    }

    /// The directory `pg_ctl` needs: what the server was given, which may hold only its
    /// configuration, or else where its data is.
    private static @Nullable String directory(Arguments arguments, @Nullable String dataDirectory) {
        @Nullable String given = arguments.dataDirectory();
        return given != null && given.startsWith("/") ? given : dataDirectory;
    }

    static @Nullable String programs(ProcessFacts process) {
        @Nullable String executable = process.executable();
        int slash = executable == null ? -1 : executable.lastIndexOf('/');
        return executable == null || slash < 1 ? null : executable.substring(0, slash);
    }

    /// `pg_ctl` hands its options to a shell.
    private static String quoted(List<String> options) {
        return options.stream()
                .map(option ->
                        PLAIN.matcher(option).matches()
                                ? option
                                : "'" + option.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    private static List<String> join(List<String> first, List<String> second, List<String> third) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        all.addAll(third);
        return all;
    }
}
