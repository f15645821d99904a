package io.caretaker.channels;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.liveness.LifeSign;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Asks for a page of a service that raises the alarm when nobody does any more.
final class HttpLifeSign implements LifeSign {
    private final ChannelSettings.Address url;
    private final HttpCall.Method method;
    private final HttpSender sender;

    HttpLifeSign(ChannelSettings.Address url, HttpCall.Method method, HttpSender sender) {
        this.url = url;
        this.method = method;
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
