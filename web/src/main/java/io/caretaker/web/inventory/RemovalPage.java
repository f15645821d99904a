package io.caretaker.web.inventory;

/// Asks whether an entry is really to go.
///
/// @param what what goes, with what goes along
/// @param wrong why it cannot; empty when it can
public record RemovalPage(
        String title, String action, String back, String what, String wrong, String tag) {}
