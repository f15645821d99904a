package io.caretaker.web.page;

import io.caretaker.core.overview.FleetService;
import io.caretaker.web.http.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Which services somebody wants to see. Pure.
///
/// @param text words that all must be found in name, id, kind, host, place or tags; may be empty
/// @param problems only what is not well
/// @param environment only this one, in full; empty for all
/// @param region with an environment: only this one
public record FleetFilter(String text, boolean problems, String environment, String region) {
    static final FleetFilter ALL = new FleetFilter("", false, "", "");

    static FleetFilter of(Request request) {
        return new FleetFilter(
                request.query("q").orElse("").strip(),
                request.query("problems").isPresent(),
                request.query("environment").orElse(""),
                request.query("region").orElse(""));
    }

    public boolean all() {
        return equals(ALL);
    }

    boolean matches(FleetService service, String host) {
        var about = service.view().service();
        if (problems && !StateWords.of(service.view().state(), service.watched()).problem()) {
            return false;
        }
        if (!environment.isEmpty()
                && !(about.environment().equals(environment) && about.region().equals(region))) {
            return false;
        }
        if (text.isEmpty()) {
            return true;
        }
        String haystack =
                String.join(
                                " ",
                                service.label(),
                                service.id().value(),
                                service.type(),
                                service.host().value(),
                                host,
                                about.environment(),
                                about.region(),
                                String.join(" ", about.tags()))
                        .toLowerCase(Locale.ROOT);
        return List.of(text.toLowerCase(Locale.ROOT).split("\\s+")).stream()
                .allMatch(haystack::contains);
    }

    /// The address of the overview with only one region, in full.
    String only(String otherEnvironment, String otherRegion) {
        var pairs = new ArrayList<String>();
        if (!text.isEmpty()) {
            pairs.add("q=" + encoded(text));
        }
        if (problems) {
            pairs.add("problems=yes");
        }
        pairs.add("environment=" + encoded(otherEnvironment));
        pairs.add("region=" + encoded(otherRegion));
        return "/?" + String.join("&", pairs);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
