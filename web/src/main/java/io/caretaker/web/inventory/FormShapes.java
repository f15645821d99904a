package io.caretaker.web.inventory;

import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.server.desk.EntryKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Which fields the forms of hosts, services and environments have. Pure.
final class FormShapes {
    static final List<FormField.Option> METHODS =
            List.of(
                    new FormField.Option("tcp", "a port that accepts connections"),
                    new FormField.Option("http", "an answer over HTTP"),
                    new FormField.Option("ssh", "the state of its systemd unit"),
                    new FormField.Option("process", "a process that runs"),
                    new FormField.Option("custom", "a command of your own"),
                    new FormField.Option("database", "a log-in to a database"),
                    new FormField.Option("host", "load, memory and disks of the host"));

    private FormShapes() {}

    /// @param method how a service is checked; ignored for others
    static List<FormSection> of(EntryKind kind, Inventory inventory, String method) {
        return switch (kind) {
            case EntryKind.Hosts _ -> host(inventory);
            case EntryKind.Services _ -> service(inventory, method);
            case EntryKind.Environments _ -> environment();
        };
    }

    private static List<FormSection> host(Inventory inventory) {
        return List.of(
                FormSection.of(
                        "",
                        FormField.text("host_id", "Id", "letters, digits and _; stays for ever"),
                        FormField.text("hostname", "Name", ""),
                        FormField.text("ip_address", "Address", "an IP address or a name"),
                        FormField.select("environment", "Environment", "", environments(inventory)),
                        FormField.text("region", "Region", "such as eu-west, or local"),
                        FormField.select(
                                "status",
                                "State",
                                "under maintenance nothing is healed and nobody told",
                                "active",
                                "maintenance",
                                "inactive")),
                FormSection.folded(
                        "How caretaker gets there (SSH)",
                        FormField.text("ssh_config.user", "User", "caretaker when empty"),
                        FormField.number("ssh_config.port", "Port", "22 when empty"),
                        FormField.text(
                                "ssh_config.key_path",
                                "Key file",
                                "empty tries the agent and the usual keys of caretaker's user"),
                        FormField.list(
                                "ssh_config.jumps",
                                "By way of",
                                "[user@]host[:port], the first first"),
                        FormField.check(
                                "ssh_config.use_sudo",
                                "Commands that need it run through sudo",
                                "")),
                FormSection.folded(
                        "For people",
                        FormField.text("metadata.os", "Operating system", ""),
                        FormField.text("metadata.purpose", "Purpose", ""),
                        FormField.list("metadata.tags", "Tags", "with commas between them"),
                        FormField.text("location.datacenter", "Data centre", ""),
                        FormField.text("location.rack", "Rack", ""),
                        FormField.text("location.zone", "Zone", "")));
    }

    private static List<FormSection> environment() {
        return List.of(
                FormSection.of(
                        "",
                        FormField.text("env_name", "Name", "letters, digits and _; stays for ever"),
                        FormField.text("description", "Description", ""),
                        FormField.select(
                                "alert_severity",
                                "Severity of its alerts",
                                "",
                                "low",
                                "medium",
                                "high",
                                "critical"),
                        FormField.check(
                                "approval_required",
                                "A person must approve each recovery",
                                "caretaker asks before it heals anything here"),
                        FormField.text("color", "Colour", "such as #c03030, for other programs")),
                FormSection.folded(
                        "Maintenance window",
                        FormField.select(
                                "maintenance_window.day",
                                "Day",
                                "",
                                List.of(
                                        new FormField.Option("", "every day"),
                                        new FormField.Option("monday", "Monday"),
                                        new FormField.Option("tuesday", "Tuesday"),
                                        new FormField.Option("wednesday", "Wednesday"),
                                        new FormField.Option("thursday", "Thursday"),
                                        new FormField.Option("friday", "Friday"),
                                        new FormField.Option("saturday", "Saturday"),
                                        new FormField.Option("sunday", "Sunday"))),
                        FormField.text("maintenance_window.start_time", "From", "such as 02:30"),
                        FormField.text("maintenance_window.end_time", "To", "such as 04:00"),
                        FormField.text(
                                "maintenance_window.timezone",
                                "Time zone",
                                "such as Europe/Berlin; UTC when empty")));
    }

    private static List<FormSection> service(Inventory inventory, String method) {
        var sections = new ArrayList<FormSection>();
        sections.add(
                FormSection.of(
                        "",
                        FormField.text("service_id", "Id", "letters, digits and _; stays for ever"),
                        FormField.text("display_name", "Name", "for people"),
                        FormField.select(
                                "host_id",
                                "Host",
                                "",
                                inventory.hosts().stream().map(FormShapes::option).toList()),
                        FormField.text(
                                "service_name",
                                "Unit or process",
                                "such as nginx.service; the id when empty"),
                        FormField.text("service_type", "Type", "such as nginx, redis, postgresql"),
                        FormField.text("description", "Description", ""),
                        FormField.list("tags", "Tags", "with commas between them"),
                        FormField.list(
                                "dependencies",
                                "Needs",
                                "ids of services that it cannot do without")));
        sections.add(new FormSection("How it is checked", false, check(method)));
        sections.add(
                FormSection.folded(
                        "How often",
                        FormField.check("monitoring.enabled", "It is watched", ""),
                        FormField.number("monitoring.interval_sec", "Every … seconds", ""),
                        FormField.number("monitoring.timeout_sec", "Time limit in seconds", ""),
                        FormField.number(
                                "monitoring.retry_attempts",
                                "Retries",
                                "so many failures more before it counts as down")));
        sections.add(
                FormSection.folded(
                        "Healing",
                        FormField.check(
                                "recovery.recover_on_down",
                                "Caretaker heals it when it is down",
                                ""),
                        FormField.select(
                                "recovery.recover_action",
                                "How",
                                "",
                                "restart",
                                "start",
                                "reload",
                                "stop",
                                "custom_script"),
                        FormField.number("recovery.max_recovery_attempts", "Attempts", ""),
                        FormField.number(
                                "recovery.recovery_cooldown_sec", "Seconds between them", "")));
        return sections;
    }

    private static List<FormField> check(String method) {
        FormField way =
                FormField.select("monitoring.method", "By", "", METHODS).with(method).fixed();
        Stream<FormField> settings =
                switch (method) {
                    case "tcp" ->
                            Stream.of(
                                    FormField.text(
                                            "check.host", "Address", "its host's when empty"),
                                    FormField.number("check.port", "Port", ""));
                    case "http" ->
                            Stream.of(
                                    FormField.text(
                                            "check.url",
                                            "URL",
                                            "such as https://shop.example/health"));
                    case "process" ->
                            Stream.of(
                                    FormField.text("check.pid_file", "Pid file", ""),
                                    FormField.text(
                                            "check.match",
                                            "Command line",
                                            "a regular expression that fits it"));
                    case "custom" ->
                            Stream.of(
                                    FormField.lines(
                                            "check.command",
                                            "Command",
                                            "program and arguments, one in each line; no shell reads them"));
                    case "database" ->
                            Stream.of(
                                    FormField.text("check.host", "Address", ""),
                                    FormField.number("check.port", "Port", ""),
                                    FormField.text("check.database", "Database", ""),
                                    FormField.text("check.user", "User", ""));
                    default -> Stream.empty();
                };
        return Stream.concat(Stream.of(way), settings).toList();
    }

    static FormField.Option option(Host host) {
        String id = host.id().value();
        return new FormField.Option(
                id, host.hostname().equals(id) ? id : host.hostname() + " (" + id + ")");
    }

    private static List<FormField.Option> environments(Inventory inventory) {
        return Stream.concat(
                        inventory.environments().stream().map(each -> each.name()),
                        inventory.hosts().stream().map(each -> each.placement().environment()))
                .distinct()
                .sorted()
                .map(each -> new FormField.Option(each, each))
                .toList();
    }
}
