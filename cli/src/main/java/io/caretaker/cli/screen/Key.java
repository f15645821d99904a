package io.caretaker.cli.screen;

import java.io.IOException;

/// A key that was pressed.
///
/// @param letter of [Kind#LETTER]; a function key is the letter of its number
public record Key(Kind kind, int letter) {
    private static final int ESCAPE = 27;
    private static final int DELETE = 127;
    private static final int NOTHING_MORE = 50;

    /// A terminal's answers to questions are read whole as well: their ends are letters.
    private static final int LONGEST = 64;

    /// What kind of key.
    public enum Kind {
        LETTER,
        UP,
        DOWN,
        PAGE_UP,
        PAGE_DOWN,
        HOME,
        END,
        ENTER,
        BACKSPACE,
        ESCAPE,
        /// One that means nothing here.
        OTHER,
        /// The terminal is gone.
        GONE
    }

    /// Where characters come from.
    @FunctionalInterface
    public interface Source {
        int GONE = -1;

        /// The next character.
        ///
        /// @param millis how long to wait for it
        /// @return [#GONE] at the end, less when none came in time
        int read(long millis) throws IOException;
    }

    public static Key of(Kind kind) {
        return new Key(kind, 0);
    }

    public static Key letter(int letter) {
        return new Key(Kind.LETTER, letter);
    }

    public boolean is(int other) {
        return kind == Kind.LETTER && letter == other;
    }

    /// The key that begins with this character; reads what belongs to it.
    public static Key read(int first, Source source) throws IOException {
        return switch (first) {
            case Source.GONE -> of(Kind.GONE);
            case ESCAPE -> escaped(source);
            case '\r', '\n' -> of(Kind.ENTER);
            case DELETE, '\b' -> of(Kind.BACKSPACE);
            default -> first < ' ' ? of(Kind.OTHER) : letter(whole(first, source));
        };
    }

    /// A character beyond the basic plane comes in two.
    private static int whole(int first, Source source) throws IOException {
        if (!Character.isHighSurrogate((char) first)) {
            return first;
        }
        int second = source.read(NOTHING_MORE);
        return second > 0 && Character.isLowSurrogate((char) second)
                ? Character.toCodePoint((char) first, (char) second)
                : first;
    }

    /// Escape alone is a key; with what follows at once it is another one.
    private static Key escaped(Source source) throws IOException {
        int next = source.read(NOTHING_MORE);
        if (next != '[' && next != 'O') {
            return of(next > 0 ? Kind.OTHER : Kind.ESCAPE);
        }
        var sequence = new StringBuilder();
        while (sequence.length() < LONGEST) {
            int letter = source.read(NOTHING_MORE);
            if (letter < 0) {
                break;
            }
            sequence.append((char) letter);
            // The second letter of the Linux console's function keys.
            if (letter >= '@' && letter != '[') {
                break;
            }
        }
        return named(sequence.toString());
    }

    private static Key named(String sequence) {
        return switch (sequence) {
            case "A" -> of(Kind.UP);
            case "B" -> of(Kind.DOWN);
            case "5~" -> of(Kind.PAGE_UP);
            case "6~" -> of(Kind.PAGE_DOWN);
            case "H", "1~", "7~" -> of(Kind.HOME);
            case "F", "4~", "8~" -> of(Kind.END);
            case "P", "11~", "[A" -> letter('1');
            case "Q", "12~", "[B" -> letter('2');
            case "R", "13~", "[C" -> letter('3');
            default -> of(Kind.OTHER);
        };
    }
}
