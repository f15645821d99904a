package io.caretaker.web;

import java.util.List;

/// How the face is to be served.
///
/// @param enabled whether it is at all
/// @param listen where; at least one address when enabled
/// @param required whether the daemon ends when an address is taken; otherwise it goes on without a
///   face, and tries again
public record WebSettings(boolean enabled, List<ListenAddress> listen, boolean required) {
    /// The port when none is given.
    public static final int USUAL_PORT = 8321;

    /// On this machine only.
    public static final WebSettings USUAL =
            new WebSettings(true, List.of(new ListenAddress("127.0.0.1", USUAL_PORT)), false);

    public WebSettings {
        listen = List.copyOf(listen);
        if (enabled && listen.isEmpty()) {
            throw new IllegalArgumentException("an address to listen on is missing");
        }
    }
}
