package io.caretaker.cli.commands;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.web.ListenAddress;
import io.caretaker.web.WebSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the dashboard and the API are served, said once for this run.
final class ListenOptions {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            description =
                    "serve the dashboard and the API there instead of on 8321; 0 takes a free one")
    @Nullable Integer port;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            split = ",",
            description = "serve them on this address, such as 127.0.0.1 or [::1]:8321")
    List<String> addresses = List.of();

    /// The settings with what was said here.
    ///
    /// @throws Problem `CONFIGURATION` when that is not safe, `INVALID` when it is no address
    WebSettings over(WebSettings settings) {
        if (port == null && addresses.isEmpty()) {
            return settings;
        }
        WebSettings over = settings.listening(listen(settings));
        Problem problem = over.problem();
        if (problem != null) {
            throw problem;
        }
        return over;
    }

    private List<ListenAddress> listen(WebSettings settings) {
        try {
            int usual = port == null ? WebSettings.USUAL_PORT : port;
            return addresses.isEmpty()
                    ? settings.listen().stream().map(each -> each.withPort(usual)).toList()
                    : addresses.stream().map(each -> ListenAddress.of(each, usual)).toList();
        } catch (IllegalArgumentException e) {
            throw new Problem(ProblemCode.INVALID, String.valueOf(e.getMessage()), "", e);
        }
    }
}
