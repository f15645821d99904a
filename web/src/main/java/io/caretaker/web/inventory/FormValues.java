package io.caretaker.web.inventory;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Carries values between the fields of forms and documents. What cannot be understood goes into
/// the document as it was typed, where its reader says what is wrong. Pure.
final class FormValues {
    private FormValues() {}

    /// What a document has in a field, as the form shows it.
    static String shown(Map<String, @Nullable Object> document, FormField field) {
        Object value = document;
        for (String key : field.path().split("\\.", -1)) {
            value = value instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return switch (value) {
            case null -> "";
            case List<?> list ->
                    list.stream()
                            .map(String::valueOf)
                            .collect(
                                    Collectors.joining(
                                            field.kind() == FormField.Kind.LINES ? "\n" : ", "));
            case Double number when number == Math.rint(number) && Math.abs(number) < 1e15 ->
                    String.valueOf(number.longValue());
            case Enum<?> word -> word.name().toLowerCase(java.util.Locale.ROOT);
            default -> value.toString();
        };
    }

    /// The document that the fields come to; empty ones are null.
    static Map<String, @Nullable Object> document(List<FormSection> sections) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        sections.stream()
                .flatMap(section -> section.fields().stream())
                .filter(field -> field.kind() != FormField.Kind.FIXED)
                .forEach(field -> put(document, field.path(), value(field)));
        return document;
    }

    private static @Nullable Object value(FormField field) {
        String text = field.value().strip();
        return switch (field.kind()) {
            case CHECK -> field.checked();
            case LIST ->
                    Arrays.stream(text.split(",", -1))
                            .map(String::strip)
                            .filter(each -> !each.isEmpty())
                            .toList();
            case LINES -> text.isEmpty() ? null : text.lines().map(String::strip).toList();
            case NUMBER -> text.isEmpty() ? null : number(text);
            case TEXT, SELECT, FIXED -> text.isEmpty() ? null : text;
        };
    }

    private static Object number(String text) {
        try {
            var number = new BigDecimal(text);
            return number.stripTrailingZeros().scale() <= 0 && number.precision() < 16
                    ? (Object) number.longValueExact()
                    : (Object) number.doubleValue();
        } catch (NumberFormatException _) {
            return text;
        }
    }

    @SuppressWarnings("unchecked")
    private static void put(
            Map<String, @Nullable Object> document, String path, @Nullable Object value) {
        Map<String, @Nullable Object> place = document;
        String[] keys = path.split("\\.", -1);
        for (String key : Arrays.copyOf(keys, keys.length - 1)) {
            place =
                    (Map<String, @Nullable Object>)
                            java.util.Objects.requireNonNull(
                                    place.computeIfAbsent(
                                            key,
                                            _ -> new LinkedHashMap<String, @Nullable Object>()));
        }
        place.put(keys[keys.length - 1], value);
    }

    /// Without what is null, for a document that is new.
    static Map<String, @Nullable Object> compact(Map<?, ?> document) {
        var compact = new LinkedHashMap<String, @Nullable Object>();
        document.forEach((key, value) -> {
            if (value instanceof Map<?, ?> map) {
                Map<String, @Nullable Object> below = compact(map);
                if (!below.isEmpty()) {
                    compact.put(String.valueOf(key), below);
                }
            } else if (value != null) {
                compact.put(String.valueOf(key), value);
            }
        });
        return compact;
    }
}
