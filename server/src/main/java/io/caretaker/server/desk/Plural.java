package io.caretaker.server.desk;

/// Numbers of things, for people.
final class Plural {
    private Plural() {}

    /// `1 service`, `5 services`.
    static String of(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
