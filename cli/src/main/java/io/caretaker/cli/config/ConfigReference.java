package io.caretaker.cli.config;

import io.caretaker.core.document.Fields;
import java.util.List;

/// [ConfigSchema] as a page for people.
final class ConfigReference {
    private static final String INTRODUCTION =
            """
            # caretaker.yaml

            All keys of the configuration file. Every key may be left out. Values come, in rising precedence, from the
            defaults, `caretaker.yaml`, `.env` (in the working directory and beside the file), the environment and the
            options of the command line.

            The file is the one of `--config`, else of `CARETAKER_CONFIG`, else the first of `./caretaker.yaml`,
            `~/.config/caretaker/caretaker.yaml` and `/etc/caretaker/caretaker.yaml`. Relative paths in it are relative to it.
            An editor that knows YAML and JSON Schema checks it by [caretaker.schema.json](caretaker.schema.json); a whole
            example is [caretaker.yaml](../examples/caretaker.yaml).

            | key | type | default | meaning |
            |---|---|---|---|
            """;

    private final StringBuilder page = new StringBuilder(INTRODUCTION);

    private ConfigReference() {}

    static String text() {
        var reference = new ConfigReference();
        reference.add("", ConfigSchema.SETTINGS);
        return reference.page.toString();
    }

    private void add(String path, List<Setting> settings) {
        for (Setting setting : settings) {
            String below = Fields.child(path, setting.key());
            switch (setting) {
                case Setting.Value value ->
                        row(below, type(value), value.byDefault(), meaning(value));
                case Setting.Section section -> {
                    row(
                            below,
                            section.orText() ? "text, or object" : "object",
                            "",
                            section.meaning());
                    add(below, section.settings());
                }
                case Setting.Named named -> {
                    row(below, "objects by name", "", named.meaning());
                    add(Fields.child(below, Setting.Named.ANY), named.settings());
                }
                case Setting.Items items -> {
                    row(below, "list of objects", "", items.meaning());
                    add(below + "[]", items.settings());
                }
            }
        }
    }

    private static String type(Setting.Value value) {
        return value.words().isEmpty() ? value.type().label() : String.join(", ", value.words());
    }

    private static String meaning(Setting.Value value) {
        var meaning = new StringBuilder(value.meaning());
        if (value.required()) {
            meaning.append(" **Required.**");
        }
        if (value.variable() != null) {
            meaning.append(" Environment: `").append(value.variable()).append("`.");
        }
        if (value.option() != null) {
            meaning.append(" Option: `").append(value.option()).append("`.");
        }
        return meaning.toString();
    }

    private void row(String path, String type, String byDefault, String meaning) {
        page.append("| `")
                .append(path)
                .append("` | ")
                .append(type)
                .append(" | ")
                .append(byDefault)
                .append(" | ")
                .append(meaning)
                .append(" |\n");
    }
}
