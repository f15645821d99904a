package io.caretaker.web.http;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the route of a path. A fixed segment goes before a parameter. Immutable after it is made,
/// thread-safe.
public final class Router {
    private final Node root = new Node();

    /// @throws IllegalArgumentException when two routes are the same
    public Router(List<Route> routes) {
        routes.forEach(this::add);
    }

    /// What is there under a path.
    ///
    /// @param parameters of the path by name, decoded
    public record Match(Map<Method, Route> routes, Map<String, String> parameters) {}

    private void add(Route route) {
        Node node = root;
        for (String segment : segments(route.path())) {
            node =
                    segment.startsWith("{")
                            ? node.parameter(segment.substring(1, segment.length() - 1))
                            : node.fixed.computeIfAbsent(segment, _ -> new Node());
        }
        if (node.routes.put(route.method(), route) != null) {
            throw new IllegalArgumentException("twice: " + route.method() + " " + route.path());
        }
    }

    /// The routes of a path as it was sent, still encoded; null when there are none.
    public @Nullable Match match(String rawPath) {
        var values = new LinkedHashMap<String, String>();
        Node node = root;
        for (String raw : segments(rawPath)) {
            String segment = Encoded.decode(raw);
            Node next = node.fixed.get(segment);
            if (next == null && node.any != null) {
                values.put(node.name, segment);
                next = node.any;
            }
            if (next == null) {
                return null;
            }
            node = next;
        }
        return node.routes.isEmpty() ? null : new Match(node.routes, values);
    }

    private static List<String> segments(String path) {
        return path.equals("/") ? List.of() : List.of(path.substring(1).split("/", -1));
    }

    private static final class Node {
        final Map<String, Node> fixed = new HashMap<>();
        final Map<Method, Route> routes = new EnumMap<>(Method.class);
        String name = "";
        @Nullable Node any;

        Node parameter(String parameter) {
            if (any == null) {
                any = new Node();
                name = parameter;
            } else if (!name.equals(parameter)) {
                throw new IllegalArgumentException(
                        "one place, two names: {" + name + "} and {" + parameter + "}");
            }
            return any;
        }
    }
}
