package io.caretaker.web.page;

/// What the log-in shows.
///
/// @param next where it leads, a path of ours
/// @param wrong why it did not succeed; empty before it was tried
public record LoginPage(String next, String wrong) {}
