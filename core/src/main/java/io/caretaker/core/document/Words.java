package io.caretaker.core.document;

import java.util.ArrayList;
import java.util.List;

/// A command written as one text, cut into its arguments: at white space, with single and double
/// quotes and backslashes as a shell reads them, and nothing else of a shell.
public final class Words {
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private char quote;

    private Words() {}

    /// Cuts the text.
    ///
    /// @throws IllegalArgumentException when a quote is not closed
    public static List<String> of(String text) {
        var words = new Words();
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next == '\\' && words.quote != '\'' && i + 1 < text.length()) {
                i++;
                words.take(text.charAt(i));
            } else {
                words.read(next);
            }
        }
        if (words.quote != 0) {
            throw new IllegalArgumentException("has a quote " + words.quote + " without its end");
        }
        words.end();
        return List.copyOf(words.words);
    }

    /// The command as one text when that says the same, else the list itself.
    static Object compact(List<String> command) {
        boolean plain =
                command.size() == 1
                        && !command.getFirst().isEmpty()
                        && command.getFirst()
                                .chars()
                                .noneMatch(
                                        c -> Character.isWhitespace(c) || "'\"\\".indexOf(c) >= 0);
        return plain ? command.getFirst() : command;
    }

    private void read(char next) {
        if (quote != 0) {
            if (next == quote) {
                quote = 0;
            } else {
                take(next);
            }
        } else if (next == '\'' || next == '"') {
            quote = next;
            inWord = true;
        } else if (Character.isWhitespace(next)) {
            end();
        } else {
            take(next);
        }
    }

    private void take(char next) {
        word.append(next);
        inWord = true;
    }

    private void end() {
        if (inWord) {
            words.add(word.toString());
        }
        word.setLength(0);
        inWord = false;
    }
}
