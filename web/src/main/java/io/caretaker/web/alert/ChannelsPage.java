package io.caretaker.web.alert;

import io.caretaker.web.page.When;
import java.util.List;

/// The channels that people are told by, and what was sent.
public record ChannelsPage(List<Line> lines, List<Sent> sent) {
    public ChannelsPage {
        lines = List.copyOf(lines);
        sent = List.copyOf(sent);
    }

    /// One channel.
    public record Line(String name, String kind, String target) {}

    /// A message that was sent, or waits.
    public record Sent(
            String id,
            When at,
            String channel,
            String title,
            String state,
            String look,
            String detail) {}
}
