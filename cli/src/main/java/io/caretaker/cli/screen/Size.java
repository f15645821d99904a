package io.caretaker.cli.screen;

/// How much room there is.
public record Size(int columns, int rows) {}
