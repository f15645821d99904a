package io.caretaker.channels.http;

import io.caretaker.channels.ChannelSettings;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.liveness.LifeSign;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Asks for a page of a service that raises the alarm when nobody does any more.
public final class HttpLifeSign implements LifeSign {
    private final ChannelSettings.Address url;
    private final HttpCall.Method method;
    private final HttpSender sender;

    /// By GET, or by POST without a body.
    public HttpLifeSign(ChannelSettings.Address url, boolean post, HttpSender sender) {
        this.url = url;
        this.method = post ? HttpCall.Method.POST : HttpCall.Method.GET;
        this.sender = sender;
    }

    @Override
    public Optional<String> give(Deadline deadline) throws InterruptedException {
        var call = new HttpCall(method, url, Map.of(), "", List.of());
        return switch (sender.send(call, deadline)) {
            case HttpAnswer.Answered said ->
                    said.good() ? Optional.empty() : Optional.of(said.text());
            case HttpAnswer.Failed(String reason) -> Optional.of(reason);
            case HttpAnswer.Unsendable(String reason) -> Optional.of(reason);
        };
    }
}
