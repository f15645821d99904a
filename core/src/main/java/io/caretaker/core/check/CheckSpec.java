package io.caretaker.core.check;

import io.caretaker.core.health.DatabaseTarget;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a check asks. Each kind is answered by one [Probe].
public sealed interface CheckSpec {

    /// The word for this kind in documents and configuration (`monitoring.method`).
    String method();

    /// Connects, optionally sends text and waits until the reply contains the expected text.
    record Tcp(String host, int port, @Nullable String send, @Nullable String expect)
            implements CheckSpec {
        public Tcp {
            requirePort(port);
        }

        @Override
        public String method() {
            return "tcp";
        }
    }

    /// One HTTP exchange.
    ///
    /// @param verb GET, HEAD or POST
    /// @param body what a POST sends, or null
    /// @param statuses accepted status codes; empty accepts 200 to 399
    /// @param slowAfter a slower answer is a warning; null never warns
    /// @param certificateDays fewer days left on the server's certificate are a warning; 0 never
    ///   warns
    record Http(
            URI url,
            HttpVerb verb,
            Map<String, String> headers,
            @Nullable String body,
            Set<Integer> statuses,
            BodyExpectation expectation,
            @Nullable Duration slowAfter,
            int certificateDays,
            boolean followRedirects,
            boolean verifyTls,
            @Nullable String caFile)
            implements CheckSpec {
        public Http {
            headers = Map.copyOf(headers);
            statuses = Set.copyOf(statuses);
            if (!Set.of("http", "https").contains(String.valueOf(url.getScheme()))
                    || url.getHost() == null) {
                throw new IllegalArgumentException(
                        "the URL of an http check must be http:// or https:// with a host");
            }
        }

        public static Http get(URI url) {
            return new Http(
                    url,
                    HttpVerb.GET,
                    Map.of(),
                    null,
                    Set.of(),
                    new BodyExpectation.Anything(),
                    null,
                    14,
                    false,
                    true,
                    null);
        }

        @Override
        public String method() {
            return "http";
        }
    }

    /// Asks the host's service manager for the state of the service's unit (`monitoring.method:
    /// ssh`; on the local host without SSH).
    record Unit() implements CheckSpec {
        @Override
        public String method() {
            return "ssh";
        }
    }

    /// An operating-system process, by the file that holds its number or by a regular expression on
    /// its command line. Exactly one of the two is given.
    record ProcessAlive(@Nullable String pidFile, @Nullable String match) implements CheckSpec {
        public ProcessAlive {
            if ((pidFile == null) == (match == null)) {
                throw new IllegalArgumentException(
                        "a process check needs either pid_file or match");
            }
        }

        @Override
        public String method() {
            return "process";
        }
    }

    /// A monitoring plugin: exit code 0, 1, 2, 3 is up, warning, down, unknown; perfdata after `|`
    /// become metrics.
    record Custom(List<String> command, Map<String, String> environment) implements CheckSpec {
        public Custom {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
            if (command.isEmpty()) {
                throw new IllegalArgumentException("a custom check needs a command");
            }
        }

        @Override
        public String method() {
            return "custom";
        }
    }

    /// Logs in with the engine's own driver, makes a round trip, reads first metrics.
    ///
    /// @param tunnel whether it is asked through the connection to its host
    record Database(DatabaseTarget target, TunnelUse tunnel) implements CheckSpec {
        public Database(DatabaseTarget target) {
            this(target, TunnelUse.AUTO);
        }

        @Override
        public String method() {
            return "database";
        }
    }

    /// CPU, memory, swap, disk, inodes and load of the host itself against limits.
    record HostFacts(HostLimits limits) implements CheckSpec {
        @Override
        public String method() {
            return "host";
        }
    }

    private static void requirePort(int port) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port must be 1 to 65535, but is " + port);
        }
    }
}
