package io.caretaker.web;

import io.caretaker.core.check.Ticker;
import io.caretaker.core.store.Store;
import io.caretaker.server.Caretaker;
import java.nio.file.Path;
import java.time.InstantSource;

/// The daemon that the face belongs to.
///
/// @param store as the daemon has it, which goes on without the real one
/// @param node what this caretaker is called
/// @param state the directory for what it must not forget
/// @param tools to do what people ask for
public record Daemon(
        Caretaker caretaker,
        Store store,
        InstantSource clock,
        Ticker ticker,
        String node,
        String version,
        Path state,
        Tools tools) {}
