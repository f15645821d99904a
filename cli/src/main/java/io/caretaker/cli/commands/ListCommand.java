package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.StatusReport;
import io.caretaker.cli.render.Table;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.document.EnvironmentDocument;
import io.caretaker.core.document.HostDocument;
import io.caretaker.core.document.ServiceStateDocument;
import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Lists entries of the inventory.
@Command(name = "list")
final class ListCommand implements Callable<Integer> {
    private final Session session;
    private final EntryKind kind;

    @Option(names = "--environment", description = "only of this environment")
    @Nullable String environment;

    @Option(names = "--region", description = "only of this region")
    @Nullable String region;

    @Option(names = "--type", description = "only services of this service_type")
    @Nullable String type;

    @Option(names = "--status", description = "only of this status")
    @Nullable String status;

    @Option(names = "--host", paramLabel = "HOST", description = "only of this host_id")
    @Nullable String host;

    @Option(names = "--tag", description = "only with this tag")
    @Nullable String tag;

    ListCommand(Session session, EntryKind kind) {
        this.session = session;
        this.kind = kind;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        StatusReport report = Reports.status(session, Instant.now());
        switch (kind) {
            case EntryKind.Hosts _ -> hosts(report, json);
            case EntryKind.Services _ -> services(report, json);
            case EntryKind.Environments _ -> environments(report, json);
        }
        return ExitCodes.OK;
    }

    private static boolean wanted(@Nullable String filter, String value) {
        return filter == null || filter.equalsIgnoreCase(value);
    }

    private boolean tagged(Collection<String> tags) {
        return tag == null || tags.contains(tag);
    }

    private void hosts(StatusReport report, boolean json) {
        List<Host> found =
                report.inventory().hosts().stream()
                        .filter(each ->
                                wanted(environment, each.placement().environment())
                                        && wanted(region, each.placement().region())
                                        && wanted(status, Texts.word(each.status()))
                                        && wanted(host, each.id().value())
                                        && tagged(each.metadata().tags()))
                        .toList();
        if (json) {
            session.json(found.stream().map(HostDocument::of).toList());
            return;
        }
        var table =
                new Table(
                        "HOST",
                        "NAME",
                        "ADDRESS",
                        "ENVIRONMENT",
                        "REGION",
                        "STATUS",
                        "SERVICES",
                        "ORIGIN");
        found.forEach(each ->
                table.add(
                        each.id().value(),
                        each.hostname(),
                        each.address(),
                        each.placement().environment(),
                        each.placement().region(),
                        Texts.word(each.status()),
                        Integer.toString(report.inventory().servicesOf(each.id()).size()),
                        Texts.word(each.origin())));
        show(table);
    }

    private void services(StatusReport report, boolean json) {
        List<Service> found = report.inventory().services(each -> wanted(report, each));
        if (json) {
            session.json(
                    found.stream()
                            .map(each -> ServiceStateDocument.of(each, report.state(each)))
                            .toList());
            return;
        }
        var table =
                new Table(
                        "SERVICE", "TYPE", "HOST", "STATUS", "CHECK", "EVERY", "HEALED", "ORIGIN");
        found.forEach(each ->
                table.add(
                        Table.Cell.of(each.id().value()),
                        Table.Cell.of(each.type().name()),
                        Table.Cell.of(each.hostId().value()),
                        new Table.Cell(
                                Texts.word(report.state(each).status()),
                                cell -> session.style().of(report.state(each).status(), cell)),
                        Table.Cell.of(each.check().method()),
                        Table.Cell.of(
                                each.monitoring().enabled()
                                        ? Texts.duration(each.monitoring().interval())
                                        : "disabled"),
                        Table.Cell.of(each.recovery().recoverOnDown() ? "yes" : "no"),
                        Table.Cell.of(Texts.word(each.origin()))));
        show(table);
    }

    private boolean wanted(StatusReport report, Service each) {
        return wanted(environment, each.environment())
                && wanted(region, each.region())
                && wanted(type, each.type().name())
                && wanted(status, Texts.word(report.state(each).status()))
                && wanted(host, each.hostId().value())
                && tagged(each.tags());
    }

    private void environments(StatusReport report, boolean json) {
        List<Environment> found =
                report.inventory().environments().stream()
                        .filter(each -> wanted(environment, each.name()))
                        .toList();
        if (json) {
            session.json(found.stream().map(EnvironmentDocument::of).toList());
            return;
        }
        var table = new Table("ENVIRONMENT", "SEVERITY", "APPROVAL", "ORIGIN", "DESCRIPTION");
        found.forEach(each ->
                table.add(
                        each.name(),
                        Texts.word(each.alertSeverity()),
                        each.approvalRequired() ? "required" : "no",
                        Texts.word(each.origin()),
                        each.description() == null ? "" : each.description()));
        show(table);
    }

    private void show(Table table) {
        if (table.isEmpty()) {
            session.say("No " + kind.word() + " fits.");
        } else {
            session.print(table.in(session.style()));
        }
    }
}
