package io.caretaker.hosts.probe;

/// Makes foreign text fit for one line of a message. Pure.
final class Texts {
    private static final int LONGEST = 300;

    private Texts() {}

    /// Without control characters, and not longer than a sentence may be.
    static String oneLine(String text) {
        String clean = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "…";
    }
}
