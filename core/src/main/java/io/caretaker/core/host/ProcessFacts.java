package io.caretaker.core.host;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A process on a host.
///
/// @param executable the resolved program file; null when not allowed to read it
/// @param user the user's name, or the number where it has no name
/// @param unit the systemd unit that its control group belongs to, or null
/// @param listening the sockets it listens on
public record ProcessFacts(
        long pid,
        long parent,
        String user,
        @Nullable String executable,
        List<String> arguments,
        @Nullable String workingDirectory,
        @Nullable String unit,
        Instant startedAt,
        List<ListeningSocket> listening) {
    public ProcessFacts {
        arguments = List.copyOf(arguments);
        listening = List.copyOf(listening);
    }

    /// The program's file name, from the executable or else the first argument.
    public String program() {
        String path =
                executable != null ? executable : arguments.isEmpty() ? "" : arguments.getFirst();
        String plain =
                path.endsWith(" (deleted)")
                        ? path.substring(0, path.length() - " (deleted)".length())
                        : path;
        return plain.substring(plain.lastIndexOf('/') + 1);
    }
}
