package io.caretaker.web.inventory;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.TunnelUse;
import io.caretaker.core.health.ConnectionReport;
import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.Secret;
import io.caretaker.server.desk.ConnectionTest;
import io.caretaker.server.desk.Credentials;
import io.caretaker.server.desk.DatabaseHome;
import io.caretaker.server.desk.EntryProblems;
import io.caretaker.server.desk.Named;
import io.caretaker.web.Daemon;
import io.caretaker.web.api.Desks;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.page.Flash;
import io.caretaker.web.page.Frames;
import io.caretaker.web.page.Section;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Adds a database by one form that can be tried before it is saved, and gives a log-in to one that
/// is watched already.
public final class AddDatabase {
    private static final String PATH = "/inventory/databases";
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Daemon daemon;
    private final Frames frames;
    private final KeptSecrets kept;
    private final NewDatabase entries;

    public AddDatabase(Desks desks, Frames frames) {
        this.daemon = desks.daemon();
        this.frames = frames;
        this.kept = new KeptSecrets(daemon.ticker());
        this.entries =
                new NewDatabase(
                        desks.inventory(), new Credentials(daemon.state().resolve("credentials")));
    }

    public List<Route> routes() {
        return List.of(
                Route.page(Method.GET, PATH + "/new", Access.ADMIN, this::blank),
                Route.page(Method.GET, "/inventory/services/{id}/login", Access.ADMIN, this::logIn),
                Route.page(Method.POST, PATH + "/test", Access.ADMIN, this::test),
                Route.page(Method.POST, PATH + "/new", Access.ADMIN, this::save));
    }

    private Inventory inventory() {
        return daemon.store().inventory().read();
    }

    private Answer blank(Request request) {
        String environment =
                inventory().environments().stream()
                        .map(Environment::name)
                        .findFirst()
                        .orElse("production");
        return page(request, DatabaseForm.blank(environment, "local"), Map.of(), List.of(), null);
    }

    private Answer logIn(Request request) {
        Inventory inventory = inventory();
        Service service = Named.service(inventory, request.parameter("id"));
        return page(
                request,
                LoginForms.of(service, inventory.hostOf(service)),
                Map.of(),
                List.of(),
                null);
    }

    private Answer test(Request request) throws InterruptedException {
        DatabaseForm form = keeping(request);
        Optional<Secret> password = password(request, form);
        Map<String, String> problems = form.problems(false, password.isPresent());
        if (!problems.isEmpty()) {
            return page(request, form, problems, List.of(), null).as(422);
        }
        ConnectionTest connections = daemon.tools().connections().get();
        ConnectionReport report =
                connections.run(
                        form.target(),
                        home(form),
                        form.secret().equals("typed") ? password.orElseThrow() : null,
                        LIMIT);
        daemon.store().audit().append(connections.written(report, request.caller().actor()));
        return page(request, form, Map.of(), List.of(), Trials.of(report, form));
    }

    /// Null for what is asked from this machine. A service that is there already keeps its tunnel.
    private @Nullable DatabaseHome home(DatabaseForm form) {
        Inventory inventory = inventory();
        TunnelUse tunnel =
                !form.service().isEmpty()
                                && Named.service(inventory, form.service()).check()
                                        instanceof CheckSpec.Database known
                        ? known.tunnel()
                        : TunnelUse.AUTO;
        return NewDatabase.host(form, inventory)
                .map(host -> new DatabaseHome(host, tunnel))
                .orElse(null);
    }

    /// With a newly typed password put away.
    private DatabaseForm keeping(Request request) {
        DatabaseForm form = DatabaseForm.read(request);
        return request.form("password")
                .filter(_ -> form.secret().equals("typed"))
                .map(typed -> {
                    kept.forget(form.kept());
                    return form.keeping(kept.keep(request.caller().name(), Secret.of(typed)));
                })
                .orElse(
                        kept.of(request.caller().name(), form.kept()).isPresent()
                                ? form
                                : form.keeping(""));
    }

    private Optional<Secret> password(Request request, DatabaseForm form) {
        return kept.of(request.caller().name(), form.kept());
    }

    private Answer save(Request request) {
        DatabaseForm form = keeping(request);
        Optional<Secret> password = password(request, form);
        Map<String, String> problems = form.problems(true, password.isPresent());
        if (!problems.isEmpty()) {
            return page(request, form, problems, List.of(), null).as(422);
        }
        try {
            String id =
                    entries.save(
                            form, password.orElse(null), inventory(), request.caller().actor());
            kept.forget(form.kept());
            return Flash.to(
                    "/databases/" + id,
                    request,
                    "It is saved and watched from now on; the first look takes a moment.");
        } catch (Problem problem) {
            if (problem.code() == ProblemCode.INTERNAL) {
                throw problem;
            }
            EntryProblems wrong = EntryProblems.of(problem);
            List<String> lines =
                    Stream.concat(
                                    wrong.others().stream(),
                                    wrong.byField().entrySet().stream()
                                            .map(each -> each.getKey() + ": " + each.getValue()))
                            .toList();
            return page(request, form, Map.of(), lines, null).as(422);
        }
    }

    private Answer.Whole page(
            Request request,
            DatabaseForm form,
            Map<String, String> errors,
            List<String> wrong,
            DatabaseFormPage.@Nullable Trial trial) {
        Inventory inventory = inventory();
        String label =
                form.service().isEmpty() ? "" : Named.service(inventory, form.service()).label();
        var page =
                new DatabaseFormPage(
                        form,
                        label,
                        errors,
                        wrong,
                        trial,
                        inventory.hosts().stream().map(Host::address).distinct().toList(),
                        inventory.hosts().stream()
                                .filter(each -> !each.local())
                                .map(FormShapes::option)
                                .toList(),
                        inventory.environments().stream().map(Environment::name).toList());
        return frames.page(
                "inventory/database",
                label.isEmpty() ? "Add a database" : "Log-in to " + label,
                Section.INVENTORY,
                request,
                page);
    }
}
