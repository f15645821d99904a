package io.caretaker.cli.config;

import io.caretaker.core.document.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lays `.env`, environment and options over the file's values.
record Layers(Tree tree, Surroundings surroundings, DotEnv dotEnv, Overrides options) {

    void apply() {
        apply("", ConfigSchema.SETTINGS);
    }

    private void apply(String path, List<Setting> settings) {
        for (Setting setting : settings) {
            String below = Fields.child(path, setting.key());
            switch (setting) {
                case Setting.Value value -> apply(below, value);
                case Setting.Section section -> apply(below, section.settings());
                case Setting.Items _, Setting.Named _ -> {}
            }
        }
    }

    private void apply(String path, Setting.Value value) {
        String variable = value.variable();
        if (variable != null) {
            put(path, value, dotEnv.value(variable), dotEnv.place(variable));
            put(path, value, surroundings.variable(variable), Place.environment(variable));
        }
        String option = value.option();
        if (option != null) {
            put(path, value, options.values().get(option), Place.option(option));
        }
    }

    private void put(String path, Setting.Value setting, @Nullable String text, Place place) {
        if (text != null) {
            Object value = setting.type().textual() ? text : PlainScalar.of(text.strip());
            tree.override(path, value, place);
        }
    }
}
