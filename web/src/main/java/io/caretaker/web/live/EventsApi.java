package io.caretaker.web.live;

import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.AnswerHeader;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What changes, as it changes, for programs.
public final class EventsApi {
    private static final String DESCRIPTION =
            """
            A stream of server-sent events that stays open. `service_state` tells that the state of a
            service has changed, `result` each check that has ended, `health` that the health of a
            database has changed, `alert` (as in /api/v1/alerts), `approval`, `pause`, `inventory` (the
            numbers of entries). Changes come within half a second, results that change nothing within
            two. Who comes again with `Last-Event-ID` and has missed something gets an event `reload`
            first: then everything is to be read anew. Who is too slow is cut off. A comment comes every
            15 s as a sign of life.\
            """;

    private final Streams streams;
    private final Supplier<Inventory> inventory;

    public EventsApi(Streams streams, Supplier<Inventory> inventory) {
        this.streams = streams;
        this.inventory = inventory;
    }

    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        "/api/v1/events",
                        Access.VIEWER,
                        Operation.of("streamEvents", "events", "What changes, as it changes")
                                .described(DESCRIPTION)
                                .query(
                                        "types",
                                        Schema.string(),
                                        "only these types, with commas between them: " + words())
                                .query("service_id", Schema.string(), "only about this service")
                                .header("Last-Event-ID", "the last event that was heard before")
                                .sends(AnswerHeader.X_ACCEL_BUFFERING)
                                .notNow(503)
                                .answersAs(Streams.TYPE),
                        this::events));
    }

    private static String words() {
        return Arrays.stream(EventType.values())
                .map(EventType::word)
                .collect(Collectors.joining(", "));
    }

    private Answer events(Request request) {
        var voice =
                new EventVoice(
                        types(request.query("types").orElse("")),
                        request.query("service_id").map(this::service).orElse(null));
        return streams.answer(request, Access.VIEWER, voice);
    }

    private static Set<EventType> types(String text) {
        if (text.isEmpty()) {
            return EnumSet.allOf(EventType.class);
        }
        var types = EnumSet.noneOf(EventType.class);
        for (String word : text.split(",", -1)) {
            types.add(type(word.strip()));
        }
        return types;
    }

    private static EventType type(String word) {
        return Arrays.stream(EventType.values())
                .filter(each -> each.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new Problem(
                                ProblemCode.INVALID,
                                "'" + word + "' is no type of event",
                                "there are " + words()));
    }

    private ServiceId service(String text) {
        return inventory.get().services().stream()
                .map(each -> each.id())
                .filter(id -> id.value().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new Problem(
                                ProblemCode.NOT_FOUND, "there is no service '" + text + "'", ""));
    }
}
