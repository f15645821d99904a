package io.caretaker.cli.render;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/// Writes documents (maps, lists, texts, numbers, instants) as YAML.
public final class YamlText {
    private YamlText() {}

    public static String of(Object document) {
        DumpSettings settings =
                DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                        .setDereferenceAliases(true)
                        .setWidth(4096)
                        .build();
        Object plain = plain(document);
        return new Dump(settings).dumpToString(plain == null ? Map.of() : plain);
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Map<?, ?> map -> {
                var plain = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, each) -> plain.put(String.valueOf(key), plain(each)));
                yield plain;
            }
            case Collection<?> list -> list.stream().map(YamlText::plain).toList();
            case Instant instant -> instant.toString();
            case Enum<?> word -> Texts.word(word);
            default -> value;
        };
    }
}
