package io.caretaker.cli.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The declaration of one key of `caretaker.yaml`. Parser, JSON Schema and reference are checked
/// against it.
sealed interface Setting {
    String key();

    String meaning();

    /// A key with a value.
    ///
    /// @param words what is allowed, empty for anything of the type
    /// @param byDefault as text, empty for none
    /// @param variable the environment variable that overrides it, or null
    /// @param option the command-line option that overrides it, or null
    record Value(
            String key,
            Type type,
            List<String> words,
            String byDefault,
            String meaning,
            boolean required,
            @Nullable String variable,
            @Nullable String option)
            implements Setting {

        static Value of(String key, Type type, String byDefault, String meaning) {
            return new Value(key, type, List.of(), byDefault, meaning, false, null, null);
        }

        static Value word(String key, List<String> words, String byDefault, String meaning) {
            return new Value(key, Type.TEXT, words, byDefault, meaning, false, null, null);
        }

        Value mandatory() {
            return new Value(key, type, words, byDefault, meaning, true, variable, option);
        }

        Value from(@Nullable String name, @Nullable String optionName) {
            return new Value(key, type, words, byDefault, meaning, required, name, optionName);
        }
    }

    /// A key with an object below it.
    ///
    /// @param orText whether one text may stand in place of the object
    record Section(String key, String meaning, List<Setting> settings, boolean orText)
            implements Setting {
        Section(String key, String meaning, List<Setting> settings) {
            this(key, meaning, settings, false);
        }

        static Section of(String key, String meaning, Setting... settings) {
            return new Section(key, meaning, List.of(settings));
        }

        Section textual() {
            return new Section(key, meaning, settings, true);
        }
    }

    /// A key with a list of objects below it.
    record Items(String key, String meaning, List<Setting> settings) implements Setting {
        static Items of(String key, String meaning, Setting... settings) {
            return new Items(key, meaning, List.of(settings));
        }
    }

    /// A key with objects of the same kind below it, under names of the writer's choice.
    record Named(String key, String meaning, List<Setting> settings) implements Setting {
        static final String ANY = "NAME";

        static Named of(String key, String meaning, Setting... settings) {
            return new Named(key, meaning, List.of(settings));
        }
    }

    /// What a value looks like.
    enum Type {
        TEXT("text"),
        PATH("path"),
        BOOLEAN("true or false"),
        INTEGER("whole number"),
        NUMBER("number"),
        NUMBER_OR_OFF("number, or off"),
        SECONDS("seconds"),
        DAYS("days"),
        DATE("date"),
        TEXTS("list of texts"),
        TEXTS_OR_ONE("list of texts, or one text"),
        INTEGERS("list of whole numbers"),
        COMMAND("command: list of arguments, or one text"),
        TEXT_MAP("names with texts"),
        SCALAR("text, number, true or false");

        private final String label;

        Type(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        /// Whether a text that stands for it is taken as it is.
        boolean textual() {
            return this == TEXT || this == PATH || this == DATE;
        }
    }
}
