package io.caretaker.web.page;

import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What programs can ask for, for people to read.
///
/// @param groups operations that belong together
public record ApiPage(List<Group> groups) {
    public ApiPage {
        groups = List.copyOf(groups);
    }

    /// Operations that belong together.
    ///
    /// @param tag the group's name
    public record Group(String tag, List<Line> lines) {
        public Group {
            lines = List.copyOf(lines);
        }
    }

    /// One operation.
    ///
    /// @param role what a caller must have
    public record Line(
            String method,
            String path,
            String summary,
            String description,
            String role,
            List<Operation.Parameter> parameters) {
        public Line {
            parameters = List.copyOf(parameters);
        }
    }

    /// Of all routes that programs ask for.
    static ApiPage of(List<Route> routes) {
        Map<String, List<Line>> groups = new LinkedHashMap<>();
        for (Route route : routes) {
            Operation operation = route.operation();
            if (operation != null) {
                groups.computeIfAbsent(operation.tag(), _ -> new ArrayList<>())
                        .add(
                                new Line(
                                        route.method().name(),
                                        route.path(),
                                        operation.summary(),
                                        operation.description(),
                                        route.access().word(),
                                        operation.parameters()));
            }
        }
        return new ApiPage(
                groups.entrySet().stream()
                        .map(each -> new Group(each.getKey(), each.getValue()))
                        .toList());
    }

    /// The route that shows it.
    public static Route route(List<Route> routes, Frames frames) {
        ApiPage page = of(routes);
        return Route.page(
                Method.GET, "/api", Access.VIEWER, request -> answer(frames, request, page));
    }

    private static Answer answer(Frames frames, Request request, ApiPage page) {
        return frames.page("api", "API", Section.SETTINGS, request, page);
    }
}
