package io.caretaker.web.page;

import java.util.List;

/// Everything about one service. The texts are plain sentences or empty.
///
/// @param description what somebody wrote of it
/// @param figures uptimes and times, in their order
/// @param range the stretch that the chart shows
/// @param chart where the chart's numbers are
/// @param chartWords the chart in a sentence
/// @param needs what it needs, `neededBy` what needs it
/// @param verdict whether it would be recovered if somebody asked now, and why
/// @param recoverable whether it would
/// @param healing how it is healed, in words
/// @param blocked whether a person must lift a block
/// @param away what cannot be shown because the store does not answer; empty when it does
public record ServicePage(
        ServiceHead head,
        String description,
        List<String> tags,
        HeartbeatBar bar,
        List<Figure> figures,
        String range,
        List<String> ranges,
        String chart,
        String chartWords,
        List<Link> needs,
        List<Link> neededBy,
        String verdict,
        boolean recoverable,
        String healing,
        boolean blocked,
        boolean database,
        List<AlertLine> alerts,
        List<Attempt> attempts,
        List<ResultLine> results,
        int page,
        boolean more,
        String away) {
    public ServicePage {
        tags = List.copyOf(tags);
        figures = List.copyOf(figures);
        ranges = List.copyOf(ranges);
        needs = List.copyOf(needs);
        neededBy = List.copyOf(neededBy);
        alerts = List.copyOf(alerts);
        attempts = List.copyOf(attempts);
        results = List.copyOf(results);
    }

    /// A number with its name.
    public record Figure(String name, String value) {}

    /// Another service.
    public record Link(String id, String label, StateWords state) {}

    /// An alert that fires.
    public record AlertLine(String id, String title, String text, When since) {}

    /// What caretaker or a person did to it.
    public record Attempt(When at, String what, String who, boolean success, String message) {}

    /// What one check found.
    public record ResultLine(When at, StateWords state, String response, String message) {}
}
