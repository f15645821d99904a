package io.caretaker.core.overview;

/// What caretaker does about a problem, and what it asks of a person.
record Advice(String doing, Wanted wanted, String asked) {
    static Advice nothingAsked(String doing) {
        return new Advice(doing, Wanted.NONE, "");
    }

    static Advice look(String doing, String asked) {
        return new Advice(doing, Wanted.LOOK, asked);
    }
}
