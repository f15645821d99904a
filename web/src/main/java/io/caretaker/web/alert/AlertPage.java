package io.caretaker.web.alert;

import io.caretaker.web.page.When;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One alert: what, since when, who was told, what people said.
///
/// @param rule why it is told at all
/// @param muteIds those that could be lifted
public record AlertPage(
        AlertLine line,
        String rule,
        List<Moment> timeline,
        List<Sent> messages,
        List<String> muteIds) {
    public AlertPage {
        timeline = List.copyOf(timeline);
        messages = List.copyOf(messages);
        muteIds = List.copyOf(muteIds);
    }

    /// Something that happened to it.
    public record Moment(When at, String what) {}

    /// A message about it.
    public record Sent(
            String channel,
            String title,
            String state,
            String look,
            String detail,
            int attempts,
            @Nullable When at) {}
}
