package io.caretaker.cli.daemon;

import io.caretaker.channels.ChannelSettings;
import io.caretaker.cli.Version;
import io.caretaker.cli.config.Settings;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import java.util.List;
import java.util.stream.Collectors;

/// What the daemon says when it has started.
public final class Greeting {
    private static final int NAMED = 8;

    private Greeting() {}

    /// The words, several lines.
    ///
    /// @param served where the dashboard is; empty when it is not served
    public static String of(
            Inventory inventory,
            Settings settings,
            String store,
            DaemonLog log,
            List<String> served) {
        List<Service> watched = inventory.services(service -> service.monitoring().enabled());
        long healed = watched.stream().filter(each -> each.recovery().recoverOnDown()).count();
        var text = new StringBuilder();
        text.append(Version.line())
                .append(" is watching ")
                .append(Texts.count(watched.size(), "service"));
        text.append(" on ").append(Texts.count(inventory.hosts().size(), "host")).append(".\n");
        watched.stream()
                .limit(NAMED)
                .forEach(each ->
                        text.append("  ")
                                .append(each.id())
                                .append(" (")
                                .append(each.check().method())
                                .append(" every ")
                                .append(Texts.duration(each.monitoring().interval()))
                                .append(each.recovery().recoverOnDown() ? ", healed" : "")
                                .append(")\n"));
        if (watched.size() > NAMED) {
            text.append("  and ").append(watched.size() - NAMED).append(" more\n");
        }
        text.append("Healed when down: ").append(healed).append(" of them.\n");
        text.append("Told of problems: ").append(told(settings)).append('\n');
        if (!served.isEmpty()) {
            text.append("Dashboard: ").append(String.join(", ", served)).append('\n');
        }
        text.append("Configuration: ").append(settings.source());
        text.append("\nStore: ").append(store);
        text.append("\nLog: ").append(log.path());
        text.append("\nDiscovery: ").append(discovery(settings)).append('\n');
        return text.toString();
    }

    private static String told(Settings settings) {
        List<ChannelSettings> channels = settings.alerting().channels();
        if (channels.isEmpty()) {
            return "nobody, there is no channel (alerting.channels)";
        }
        String more = channels.size() > NAMED ? " and " + (channels.size() - NAMED) + " more" : "";
        return channels.stream()
                        .limit(NAMED)
                        .map(ChannelSettings::name)
                        .collect(Collectors.joining(", "))
                + more;
    }

    private static String discovery(Settings settings) {
        return settings.discovery().enabled()
                ? "new databases of this machine are found every "
                        + Texts.duration(settings.discovery().interval())
                : "off";
    }
}
