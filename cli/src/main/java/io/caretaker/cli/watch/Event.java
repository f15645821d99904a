package io.caretaker.cli.watch;

import java.time.Instant;

/// Something that happened.
///
/// @param bad whether it is the beginning of a problem
public record Event(Instant at, String text, boolean bad) {}
