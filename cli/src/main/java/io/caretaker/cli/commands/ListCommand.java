package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.Table;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.document.EnvironmentDocument;
import io.caretaker.core.document.FleetDocument;
import io.caretaker.core.document.HostDocument;
import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.status.ServiceFilter;
import io.caretaker.core.status.ServiceView;
import io.caretaker.server.desk.EntryFilter;
import io.caretaker.server.desk.EntryKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Lists entries of the inventory.
@Command(name = "list")
final class ListCommand implements Callable<Integer> {
    private final Session session;
    private final EntryKind kind;

    @Mixin FilterOptions options = new FilterOptions();

    ListCommand(Session session, EntryKind kind) {
        this.session = session;
        this.kind = kind;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        EntryFilter filter = options.filter();
        filter.fit(kind);
        switch (kind) {
            case EntryKind.Hosts _ -> hosts(filter, json);
            case EntryKind.Services _ -> services(filter, json);
            case EntryKind.Environments _ -> environments(filter, json);
        }
        return ExitCodes.OK;
    }

    private void requireHost(EntryFilter filter) {
        String host = filter.host();
        if (host != null) {
            Reports.host(Reports.inventory(session), host);
        }
    }

    private void hosts(EntryFilter filter, boolean json) {
        requireHost(filter);
        List<Host> found =
                Reports.listings(session).hosts(filter.hosts()).stream()
                        .filter(filter::test)
                        .toList();
        if (json) {
            session.json(found.stream().map(HostDocument::of).toList());
            return;
        }
        Map<HostId, Long> services =
                Reports.listings(session).services(ServiceFilter.ALL).stream()
                        .collect(
                                Collectors.groupingBy(
                                        view -> view.service().hostId(), Collectors.counting()));
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
                        Long.toString(services.getOrDefault(each.id(), 0L)),
                        Texts.word(each.origin())));
        show(table);
    }

    private void services(EntryFilter filter, boolean json) {
        requireHost(filter);
        Instant now = Instant.now();
        List<ServiceView> found =
                Reports.listings(session).services(filter.services()).stream()
                        .filter(view -> filter.test(view, now))
                        .toList();
        if (json) {
            session.json(FleetDocument.services(found));
            return;
        }
        var table =
                new Table(
                        "SERVICE", "TYPE", "HOST", "STATUS", "CHECK", "EVERY", "HEALED", "ORIGIN");
        found.forEach(view -> row(table, view));
        show(table);
    }

    private void row(Table table, ServiceView view) {
        Service each = view.service();
        table.add(
                Table.Cell.of(each.id().value()),
                Table.Cell.of(each.type().name()),
                Table.Cell.of(each.hostId().value()),
                new Table.Cell(
                        Texts.word(view.state().status()),
                        cell -> session.style().of(view.state().status(), cell)),
                Table.Cell.of(each.check().method()),
                Table.Cell.of(
                        each.monitoring().enabled()
                                ? Texts.duration(each.monitoring().interval())
                                : "disabled"),
                Table.Cell.of(each.recovery().recoverOnDown() ? "yes" : "no"),
                Table.Cell.of(Texts.word(each.origin())));
    }

    private void environments(EntryFilter filter, boolean json) {
        Inventory inventory = Reports.inventory(session);
        List<Environment> found = inventory.environments().stream().filter(filter::test).toList();
        if (json) {
            session.json(found.stream().map(EnvironmentDocument::of).toList());
            return;
        }
        var table =
                new Table(
                        "ENVIRONMENT",
                        "SEVERITY",
                        "APPROVAL",
                        "WINDOW",
                        "HOSTS",
                        "ORIGIN",
                        "DESCRIPTION");
        found.forEach(each ->
                table.add(
                        each.name(),
                        Texts.word(each.alertSeverity()),
                        each.approvalRequired() ? "required" : "no",
                        WindowText.of(each.maintenanceWindow()),
                        Long.toString(hosts(inventory, each)),
                        Texts.word(each.origin()),
                        each.description() == null ? "" : each.description()));
        show(table);
    }

    private static long hosts(Inventory inventory, Environment environment) {
        return inventory.hosts().stream()
                .filter(host -> host.placement().environment().equals(environment.name()))
                .count();
    }

    private void show(Table table) {
        if (table.isEmpty()) {
            session.say("No " + kind.word() + " fits.");
        } else {
            session.print(table.in(session.style()));
        }
    }
}
