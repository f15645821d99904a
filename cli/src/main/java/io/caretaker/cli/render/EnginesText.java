package io.caretaker.cli.render;

import io.caretaker.core.document.EngineDocument;
import io.caretaker.core.health.Capability;
import io.caretaker.core.health.Engines.Ability;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What caretaker can do with each kind of server, for people and programs.
public final class EnginesText {
    private EnginesText() {}

    public static String of(List<Ability> abilities, Style style) {
        var text = new StringBuilder(table(abilities, style));
        text.append('\n');
        for (Capability each : Capability.values()) {
            text.append(String.format(Locale.ROOT, "%-10s %s%n", each.label(), each.words()));
        }
        for (Ability ability : abilities) {
            if (!ability.limits().isEmpty()) {
                text.append('\n').append(style.bold(ability.kind().title())).append('\n');
                ability.limits().forEach(limit -> text.append("- ").append(limit).append('\n'));
            }
        }
        return text.toString();
    }

    private static String table(List<Ability> abilities, Style style) {
        String[] heads =
                Stream.concat(
                                Stream.of("ENGINE", "VERSIONS"),
                                Stream.of(Capability.values()).map(Enum::name))
                        .toArray(String[]::new);
        var table = new Table(heads);
        for (Ability ability : abilities) {
            var cells = new ArrayList<Table.Cell>();
            cells.add(Table.Cell.of(ability.kind().title()));
            cells.add(Table.Cell.of(ability.kind().versions()));
            for (Capability each : Capability.values()) {
                boolean able = ability.able().contains(each);
                UnaryOperator<String> colour = able ? style::good : style::doubtful;
                cells.add(new Table.Cell(able ? "yes" : "no", colour));
            }
            table.add(cells.toArray(Table.Cell[]::new));
        }
        return table.in(style);
    }

    public static List<Map<String, @Nullable Object>> document(List<Ability> abilities) {
        return abilities.stream().map(EngineDocument::of).toList();
    }
}
