package io.caretaker.web;

import io.caretaker.core.check.Ticker;
import io.caretaker.core.store.Store;
import io.caretaker.server.Caretaker;
import java.time.InstantSource;

/// The daemon that the face belongs to.
///
/// @param store as the daemon has it, which goes on without the real one
/// @param node what this caretaker is called
public record Daemon(
        Caretaker caretaker,
        Store store,
        InstantSource clock,
        Ticker ticker,
        String node,
        String version) {}
