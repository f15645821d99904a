package io.caretaker.web.page;

import java.util.List;

/// Everything about one host.
///
/// @param look the class of its head
/// @param reach whether it answers, in a sentence
/// @param facts what is known of it, in order
/// @param charts its load over time
/// @param rows its services in HTML
/// @param troubles what changed lately, the newest first
public record HostPage(
        String id,
        String name,
        String look,
        String status,
        String reach,
        List<Fact> facts,
        String range,
        List<String> ranges,
        List<Chart> charts,
        String counts,
        List<String> rows,
        List<ServicePage.AlertLine> alerts,
        List<Trouble> troubles) {
    public HostPage {
        facts = List.copyOf(facts);
        ranges = List.copyOf(ranges);
        charts = List.copyOf(charts);
        rows = List.copyOf(rows);
        alerts = List.copyOf(alerts);
        troubles = List.copyOf(troubles);
    }

    /// A service that is another way than before, or what was done about it.
    public record Trouble(String service, String label, ServicePage.ResultLine result) {}

    /// One thing that is known.
    public record Fact(String name, String value) {}

    /// A number over time.
    ///
    /// @param address where its values are
    /// @param words the newest value in a sentence
    public record Chart(String title, String address, String words) {}
}
