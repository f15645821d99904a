package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.config.InForce;
import io.caretaker.cli.config.Settings;
import io.caretaker.cli.render.Table;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.inventory.Service;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// The settings in force.
@Command(
        name = "show-config",
        header = "Show every setting in force and where its value comes from.",
        description = {
            "Values come, in rising precedence, from the defaults, caretaker.yaml, .env, the environment",
            "and options. Passwords are masked, also inside addresses."
        },
        footer = {"", "Example:", "  caretaker show-config --format json"})
public final class ShowConfigCommand implements Callable<Integer> {
    private final Session session;

    public ShowConfigCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        Settings settings = session.settings();
        if (json) {
            session.json(document(settings));
        } else {
            session.print(text(settings));
        }
        return ExitCodes.OK;
    }

    private String text(Settings settings) {
        var table = new Table("SETTING", "FROM", "VALUE");
        for (InForce setting : settings.inForce()) {
            table.add(
                    new Table.Cell(setting.key(), session.style()::bold),
                    Table.Cell.of(setting.origin().toString()),
                    Table.Cell.of(shown(setting.value())));
        }
        var text = new StringBuilder("Configuration: ");
        text.append(session.configurationSource()).append("\n\n").append(table.in(session.style()));
        text.append("\nDeclared: ").append(declared(settings.inventory())).append(".\n");
        if (settings.inventory().serviceCount() > 0) {
            text.append(services(settings.inventory()));
        }
        settings.notes().forEach(note -> text.append("\nNote: ").append(note).append(".\n"));
        return text.toString();
    }

    private static String shown(@Nullable Object value) {
        return switch (value) {
            case null -> "-";
            case Collection<?> list ->
                    list.isEmpty()
                            ? "-"
                            : list.stream().map(String::valueOf).collect(Collectors.joining(" "));
            default -> value.toString();
        };
    }

    static String declared(Settings.Declared declared) {
        return Texts.count(declared.hosts().size(), "host")
                + ", "
                + Texts.count(declared.serviceCount(), "service")
                + ", "
                + Texts.count(declared.environments().size(), "environment");
    }

    private String services(Settings.Declared declared) {
        var table = new Table("SERVICE", "TYPE", "HOST", "CHECKED BY", "AT");
        for (Service service : declared.services()) {
            table.add(
                    service.id().value(),
                    service.type().name(),
                    service.hostId().value(),
                    service.check().method(),
                    address(service.check()));
        }
        declared.elsewhere()
                .forEach(each -> table.add(each.id().value(), "", each.host().value(), "", ""));
        return table.in(session.style());
    }

    private static String address(CheckSpec check) {
        return switch (check) {
            case CheckSpec.Tcp tcp -> tcp.host() + ":" + tcp.port();
            case CheckSpec.Http http -> http.url().getHost();
            case CheckSpec.Database database -> database.target().address();
            case CheckSpec.Unit _,
                    CheckSpec.ProcessAlive _,
                    CheckSpec.Custom _,
                    CheckSpec.HostFacts _ ->
                    "";
        };
    }

    static Map<String, @Nullable Object> document(Settings settings) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("file", settings.file() == null ? null : settings.file().toString());
        document.put(
                "settings", settings.inForce().stream().map(ShowConfigCommand::document).toList());
        document.put("inventory", inventory(settings.inventory()));
        document.put("notes", settings.notes());
        return document;
    }

    private static Map<String, @Nullable Object> document(InForce setting) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("key", setting.key());
        document.put("value", setting.value());
        document.put("origin", setting.origin().toString());
        return document;
    }

    private static Map<String, @Nullable Object> inventory(Settings.Declared declared) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("hosts", declared.hosts().stream().map(host -> host.id().value()).toList());
        document.put(
                "services", declared.services().stream().map(ShowConfigCommand::document).toList());
        document.put(
                "services_on_stored_hosts",
                declared.elsewhere().stream().map(each -> each.id().value()).toList());
        document.put(
                "environments", declared.environments().stream().map(each -> each.name()).toList());
        return document;
    }

    private static Map<String, @Nullable Object> document(Service service) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("service_id", service.id().value());
        document.put("display_name", service.label());
        document.put("service_type", service.type().name());
        document.put("host_id", service.hostId().value());
        document.put("method", service.check().method());
        document.put("address", address(service.check()));
        return document;
    }
}
