package io.caretaker.cli.install;

/// The first content of the files that belong to the operator from then on. Pure.
final class SettingsText {
    private SettingsText() {}

    static String configuration(Choices choices) {
        return """
        # Settings of caretaker. Everything may be left out: without any, the machine and the databases found on
        # it are watched. Every setting: `caretaker config schema`.
        #
        # `caretaker config check` reads it without starting anything;
        # `systemctl reload %s` takes it over. Secrets belong into %s.

        # logging:
        #   level: info

        # defaults:
        #   monitoring:
        #     interval_sec: 60

        # recovery:
        #   notify_command: [/usr/local/bin/tell-me]
        """
                .formatted(choices.unit(), choices.environment());
    }

    static String environment() {
        return """
        # Secrets for caretaker's service, one NAME=value a line. Only root reads this file; systemd hands the
        # values to the service. `caretaker restart` takes changes over.
        #
        # DB_PASSWORD=
        # MONGODB_PASSWORD=
        """;
    }
}
