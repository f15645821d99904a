package io.caretaker.cli.install;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The text of caretaker's systemd unit. Pure.
///
/// Source: systemd.service(5), systemd.exec(5), sd_notify(3); systemd 245 and newer.
final class UnitFile {
    /// `Type=notify-reload` came with it.
    private static final int RELOAD_BY_TYPE = 253;

    private UnitFile() {}

    /// @param sudo whether services are healed through sudo
    /// @param startsDaemons whether services are started by commands, as caretaker's children
    /// @param systemd the version of systemd
    static String text(Choices choices, boolean sudo, boolean startsDaemons, int systemd) {
        var lines = new ArrayList<String>();
        lines.add("# Written by `caretaker install`, and by it only as long as nobody changes it.");
        lines.add("# Put changes of your own into " + dropIn(choices) + ".");
        lines.add("[Unit]");
        lines.add("Description=Caretaker looks after the databases and services of this machine");
        lines.add("Documentation=file:" + choices.prefix() + "/current");
        lines.add("Wants=network-online.target");
        lines.add("After=network-online.target time-sync.target");
        lines.add("");
        lines.add("[Service]");
        start(lines, choices, systemd);
        watchdog(lines);
        lines.add("");
        who(lines, choices);
        lines.add("");
        sandbox(lines, choices, sudo, startsDaemons);
        lines.add("");
        lines.add("[Install]");
        lines.add("WantedBy=multi-user.target");
        return lines.stream().collect(Collectors.joining("\n", "", "\n"));
    }

    private static String dropIn(Choices choices) {
        return "/etc/systemd/system/" + choices.service() + ".d/*.conf";
    }

    private static void start(List<String> lines, Choices choices, int systemd) {
        boolean byType = systemd >= RELOAD_BY_TYPE;
        lines.add("Type=" + (byType ? "notify-reload" : "notify"));
        lines.add("NotifyAccess=main");
        lines.add(
                "ExecStart="
                        + choices.launcher()
                        + " run --config "
                        + choices.config()
                        + " --state "
                        + choices.state());
        if (!byType) {
            lines.add("ExecReload=/bin/kill -HUP $MAINPID");
        }
        lines.add("Environment=CARETAKER_BUILD=never");
        lines.add("Environment=CARETAKER_JAVA_HOME=" + choices.javaHome());
        lines.add("# Secrets, such as DB_PASSWORD. systemd reads it as root.");
        lines.add("EnvironmentFile=-" + choices.environment());
        lines.add("TimeoutStartSec=120");
        lines.add("TimeoutStopSec=20");
        lines.add("Restart=on-failure");
        lines.add("RestartSec=5");
        lines.add("# A database that caretaker started by a command outlives it.");
        lines.add("KillMode=process");
    }

    private static void watchdog(List<String> lines) {
        lines.add("");
        lines.add("# Fed only while every loop of caretaker makes progress. When one hangs, Java");
        lines.add("# first writes to the journal where each thread is, and is then killed.");
        lines.add("WatchdogSec=60");
        lines.add("WatchdogSignal=SIGQUIT");
        lines.add("TimeoutAbortSec=5");
        lines.add("# A core would hold passwords.");
        lines.add("LimitCORE=0");
    }

    private static void who(List<String> lines, Choices choices) {
        lines.add("User=" + choices.user());
        if (!choices.root()) {
            lines.add("Group=" + choices.user());
        }
        lines.add("UMask=0077");
        lines.add("LimitNOFILE=65536");
        lines.add("TasksMax=2048");
    }

    private static void sandbox(
            List<String> lines, Choices choices, boolean sudo, boolean startsDaemons) {
        if (startsDaemons) {
            lines.add("# Some services are started by commands, so that they live in this unit:");
            lines.add("# no limit of memory, and they must be able to write their data.");
            lines.add("ProtectSystem=full");
        } else {
            lines.add("MemoryMax=512M");
            lines.add("ProtectSystem=strict");
            lines.add("ReadWritePaths=" + writable(choices));
        }
        lines.add("ProtectHome=" + (choices.root() || startsDaemons ? "read-only" : "yes"));
        lines.add("ProtectControlGroups=yes");
        lines.add("KeyringMode=private");
        lines.add("DevicePolicy=closed");
        lines.add("# Not PrivateTmp: many databases have their socket in /tmp.");
        if (choices.root()) {
            lines.add("# Root controls services itself, and becomes other users to ask databases.");
            lines.add("ProtectKernelModules=yes");
            lines.add("ProtectClock=yes");
            lines.add("LockPersonality=yes");
        } else if (sudo || startsDaemons) {
            lines.add(
                    "# Services are healed through sudo, which needs to become root. Therefore not");
            lines.add("# NoNewPrivileges, nor any of the settings that switch it on (RestrictXXX,");
            lines.add("# SystemCallFilter, ProtectKernelXXX, PrivateDevices, LockPersonality, …).");
            lines.add("# What sudo may run is in /etc/sudoers.d/" + choices.unit() + ".");
            lines.add("CapabilityBoundingSet=CAP_SETUID CAP_SETGID CAP_AUDIT_WRITE");
        } else {
            lines.add(
                    "# Nothing here is healed through sudo. Once something is, `caretaker install`");
            lines.add("# opens exactly as much of this as sudo needs.");
            lines.addAll(WITHOUT_SUDO);
        }
    }

    /// Not `MemoryDenyWriteExecute`: Java compiles while it runs.
    private static final List<String> WITHOUT_SUDO =
            List.of(
                    "NoNewPrivileges=yes",
                    "CapabilityBoundingSet=",
                    "PrivateDevices=yes",
                    "ProtectClock=yes",
                    "ProtectHostname=yes",
                    "ProtectKernelLogs=yes",
                    "ProtectKernelModules=yes",
                    "ProtectKernelTunables=yes",
                    "LockPersonality=yes",
                    "RestrictNamespaces=yes",
                    "RestrictRealtime=yes",
                    "RestrictSUIDSGID=yes",
                    "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK",
                    "SystemCallArchitectures=native",
                    "SystemCallFilter=@system-service",
                    "SystemCallErrorNumber=EPERM");

    private static String writable(Choices choices) {
        var paths = new ArrayList<Path>(List.of(choices.state()));
        if (choices.logs() != null) {
            paths.add(choices.logs());
        }
        paths.addAll(choices.writable());
        return paths.stream().map(Path::toString).distinct().collect(Collectors.joining(" "));
    }
}
