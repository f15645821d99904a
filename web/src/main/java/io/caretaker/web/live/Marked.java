package io.caretaker.web.live;

import io.caretaker.web.http.Access;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Route;

/// Pages that know what was told before they were made, so that what happens until they listen is
/// not missed.
public final class Marked {
    private Marked() {}

    /// The same route; marked when it is a page that may listen.
    public static Route of(Route route, LiveHub hub) {
        boolean page =
                route.method() == Method.GET
                        && route.operation() == null
                        && route.access() != Access.OPEN
                        && !route.path().startsWith("/live/");
        return page
                ? Route.page(
                        route.method(),
                        route.path(),
                        route.access(),
                        request -> {
                            request.heard(hub.heard());
                            return route.handler().answer(request);
                        })
                : route;
    }
}
