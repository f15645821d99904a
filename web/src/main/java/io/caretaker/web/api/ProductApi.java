package io.caretaker.web.api;

import io.caretaker.core.document.EngineDocument;
import io.caretaker.core.health.Engines;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What caretaker is, and what it can do.
public final class ProductApi {
    private final Desks desks;

    public ProductApi(Desks desks) {
        this.desks = desks;
    }

    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        "/api/v1/version",
                        Access.VIEWER,
                        Operation.of("getVersion", "product", "Which caretaker this is")
                                .answers(
                                        Schema.object("Version")
                                                .field("version", Shapes.TEXT, "")
                                                .field("java", Shapes.TEXT, "")
                                                .field("node", Shapes.TEXT, "its machine")),
                        this::version),
                new Route(
                        Method.GET,
                        "/api/v1/engines",
                        Access.VIEWER,
                        Operation.of(
                                        "listEngines",
                                        "product",
                                        "What can be done with each kind of database server")
                                .answers(
                                        Schema.listOf(
                                                Schema.object("Engine")
                                                        .field("engine", Shapes.TEXT, "")
                                                        .field("name", Shapes.TEXT, "")
                                                        .field("versions", Shapes.TEXT, "")
                                                        .field("default_port", Schema.integer(), "")
                                                        .field("capabilities", Shapes.TEXTS, "")
                                                        .field("limits", Shapes.TEXTS, ""))),
                        this::engines));
    }

    private Answer version(Request request) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("version", desks.daemon().version());
        document.put("java", Runtime.version().toString());
        document.put("node", desks.daemon().node());
        return Answer.json(document);
    }

    private Answer engines(Request request) {
        return Answer.json(
                Engines.abilities(desks.daemon().tools().databases().engines().get()).stream()
                        .map(EngineDocument::of)
                        .toList());
    }
}
