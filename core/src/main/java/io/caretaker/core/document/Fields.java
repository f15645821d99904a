package io.caretaker.core.document;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One object of a document, read field by field. Not thread-safe.
///
/// Nothing here fails at the first error: a getter that cannot answer notes a [FieldProblem] and
/// returns something harmless, so that all problems of a document come together. A field that is
/// null counts as absent. A strict reading also reports the keys that nobody asked for; a lenient
/// one leaves them alone, because other programs may add fields of their own.
public final class Fields {
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_-]+");
    private static final long SECOND = 1_000_000_000;
    private static final long MILLISECOND = 1_000_000;

    private final Map<?, ?> values;
    private final String path;
    private final Reading reading;
    private final Set<String> asked = new LinkedHashSet<>();
    private final Map<String, Fields> children = new HashMap<>();

    private Fields(Map<?, ?> values, String path, Reading reading) {
        this.values = values;
        this.path = path;
        this.reading = reading;
        reading.joined(this);
    }

    /// For documents of a store: unknown keys are left alone.
    public static Fields lenient(Map<String, ? extends @Nullable Object> document) {
        return new Fields(document, "", new Reading(false));
    }

    /// For what people write: unknown keys are problems.
    public static Fields strict(Map<String, ? extends @Nullable Object> document) {
        return new Fields(document, "", new Reading(true));
    }

    /// Reads a stored document leniently.
    ///
    /// @throws Problem `INVALID` with all problems in its message
    public static <T> T stored(
            Map<String, ? extends @Nullable Object> document,
            Function<Fields, Optional<T>> reader) {
        Fields fields = lenient(document);
        return reader.apply(fields).orElseThrow(fields::refusal);
    }

    private Problem refusal() {
        String all = problems().stream().map(FieldProblem::line).collect(Collectors.joining("; "));
        return new Problem(ProblemCode.INVALID, "a document cannot be read: " + all, "");
    }

    /// The path of a key below a path, as [FieldProblem] has it.
    public static String child(String path, String key) {
        if (!PLAIN_KEY.matcher(key).matches()) {
            return path + "[\"" + key + "\"]";
        }
        return path.isEmpty() ? key : path + "." + key;
    }

    /// The path of an item of a list.
    public static String item(String path, int index) {
        return path + "[" + index + "]";
    }

    public String path() {
        return path;
    }

    /// The fields as they were given, unread.
    public Map<String, @Nullable Object> given() {
        var given = new LinkedHashMap<String, @Nullable Object>();
        values.forEach((key, value) -> given.put(String.valueOf(key), value));
        return given;
    }

    /// The keys that were asked for so far.
    public Set<String> asked() {
        return Collections.unmodifiableSet(asked);
    }

    /// The paths of all fields of the whole document that were asked for so far.
    public Set<String> knownPaths() {
        return reading.knownPaths();
    }

    /// All problems of the whole document so far; call it at the end, for only then is it known
    /// which keys nobody asked for.
    public List<FieldProblem> problems() {
        return reading.all();
    }

    /// Notes a problem of a field.
    public void problem(String key, String message, String hint) {
        reading.add(new FieldProblem(child(path, key), message, hint, false));
    }

    /// Notes a problem of an item of a list.
    public void problem(String key, int index, String message, String hint) {
        reading.add(new FieldProblem(item(child(path, key), index), message, hint, false));
    }

    /// Notes a problem of this object as a whole.
    public void problem(String message, String hint) {
        reading.add(new FieldProblem(path, message, hint, false));
    }

    List<FieldProblem> unknownKeys() {
        return values.keySet().stream()
                .map(String::valueOf)
                .filter(key -> !asked.contains(key))
                .map(this::unknown)
                .toList();
    }

    private FieldProblem unknown(String key) {
        return new FieldProblem(
                child(path, key), "unknown key '" + key + "'", NearestWord.hint(key, asked), true);
    }

    /// What the supplier makes of the fields; empty if and only if a problem was noted meanwhile.
    /// An [IllegalArgumentException] becomes a problem of this object, or of the field that its
    /// message begins with.
    public <T> Optional<T> build(Supplier<T> supplier) {
        int before = reading.count();
        try {
            T built = supplier.get();
            return reading.count() == before ? Optional.of(built) : Optional.empty();
        } catch (IllegalArgumentException | DateTimeException e) {
            if (reading.count() == before) {
                reading.add(new FieldProblem(blamed(message(e)), message(e), "", false));
            }
            return Optional.empty();
        }
    }

    /// Like [#build(Supplier)], for a part whose place is taken by the fallback so that the reading
    /// can go on.
    public <T> T build(T fallback, Supplier<T> supplier) {
        return build(supplier).orElse(fallback);
    }

    private String blamed(String message) {
        String first = message.split("[\\s:]", 2)[0];
        String key = first.substring(first.lastIndexOf('.') + 1);
        return values.containsKey(key) ? child(path, key) : path;
    }

    private static String message(RuntimeException e) {
        return String.valueOf(e.getMessage());
    }

    /// Whether the field is there and not null.
    public boolean has(String key) {
        return value(key) != null;
    }

    /// Whether the field is there as text, for fields that may be a word or an object.
    public boolean isText(String key) {
        return value(key) instanceof String;
    }

    public String text(String key) {
        return required(key, optionalText(key), "");
    }

    public String text(String key, String fallback) {
        return or(optionalText(key), fallback);
    }

    public @Nullable String optionalText(String key) {
        return typed(key, Scalars::text, "text");
    }

    /// A text, or true, false or a number as text.
    public @Nullable String optionalScalar(String key) {
        return value(key) instanceof Boolean bool ? bool.toString() : optionalText(key);
    }

    public boolean bool(String key, boolean fallback) {
        return or(
                typed(key, value -> value instanceof Boolean bool ? bool : null, "true or false"),
                fallback);
    }

    public int integer(String key) {
        return required(key, optionalInteger(key), 0);
    }

    public int integer(String key, int fallback) {
        return or(optionalInteger(key), fallback);
    }

    public @Nullable Integer optionalInteger(String key) {
        return typed(key, Scalars::integer, "a whole number");
    }

    public double number(String key, double fallback) {
        BigDecimal number = typed(key, Scalars::number, "a number");
        return number == null ? fallback : number.doubleValue();
    }

    public Duration seconds(String key, Duration fallback) {
        return or(optionalSeconds(key), fallback);
    }

    public @Nullable Duration optionalSeconds(String key) {
        return duration(key, SECOND, "a number of seconds");
    }

    public Duration milliseconds(String key, Duration fallback) {
        return or(duration(key, MILLISECOND, "a number of milliseconds"), fallback);
    }

    private @Nullable Duration duration(String key, long unit, String what) {
        return typed(
                key,
                value -> {
                    BigDecimal number = Scalars.number(value);
                    return number == null ? null : Scalars.duration(number, unit);
                },
                what);
    }

    public Instant instant(String key, Instant fallback) {
        return or(optionalInstant(key), fallback);
    }

    public @Nullable Instant optionalInstant(String key) {
        return typed(key, Scalars::instant, "a date such as 2026-01-31T10:30:00Z");
    }

    public Instant instant(String key) {
        return required(key, optionalInstant(key), Instant.EPOCH);
    }

    /// A list of dates.
    public List<Instant> instants(String key) {
        List<?> items = typed(key, value -> value instanceof List<?> list ? list : null, "a list");
        var instants = new ArrayList<Instant>();
        for (int i = 0; items != null && i < items.size(); i++) {
            Object item = items.get(i);
            Instant instant = item == null ? null : Scalars.instant(item);
            if (instant == null) {
                reading.add(wrong(item(child(path, key), i), "a date", item));
            } else {
                instants.add(instant);
            }
        }
        return instants;
    }

    /// A list of words, each of which must be one of the type's.
    public <E extends Enum<E>> List<E> words(String key, Class<E> type) {
        var found = new ArrayList<E>();
        List<String> texts = texts(key);
        for (int i = 0; i < texts.size(); i++) {
            E constant = constant(texts.get(i), type);
            if (constant == null) {
                refuseWord(item(child(path, key), i), texts.get(i), words(type));
            } else {
                found.add(constant);
            }
        }
        return found;
    }

    public <E extends Enum<E>> E word(String key, Class<E> type) {
        E found = optionalWord(key, type);
        return required(key, found, type.getEnumConstants()[0]);
    }

    public <E extends Enum<E>> E word(String key, Class<E> type, E fallback) {
        return or(optionalWord(key, type), fallback);
    }

    public <E extends Enum<E>> @Nullable E optionalWord(String key, Class<E> type) {
        String word = optionalText(key);
        E found = word == null ? null : constant(word, type);
        if (word != null && found == null) {
            refuseWord(child(path, key), word, words(type));
        }
        return found;
    }

    private static <E extends Enum<E>> @Nullable E constant(String word, Class<E> type) {
        for (E each : type.getEnumConstants()) {
            if (each.name().equalsIgnoreCase(word)) {
                return each;
            }
        }
        return null;
    }

    private static <E extends Enum<E>> List<String> words(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Scalars::word).toList();
    }

    /// One of a few words, in lower case; null when absent or when it is none of them.
    public @Nullable String oneOf(String key, List<String> allowed) {
        String word = optionalText(key);
        if (word == null || allowed.contains(word.toLowerCase(Locale.ROOT))) {
            return word == null ? null : word.toLowerCase(Locale.ROOT);
        }
        refuseWord(child(path, key), word, allowed);
        return null;
    }

    private void refuseWord(String where, String word, List<String> allowed) {
        String hint =
                NearestWord.to(word, allowed)
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("");
        reading.add(
                new FieldProblem(
                        where,
                        "must be one of " + String.join(", ", allowed) + ", but is '" + word + "'",
                        hint,
                        false));
    }

    /// A text that a constructor or parser makes something of.
    public <T> T parsed(String key, Function<String, T> parser, T fallback) {
        T found = optionalParsed(key, parser);
        return required(key, found, fallback);
    }

    public <T> @Nullable T optionalParsed(String key, Function<String, T> parser) {
        String text = optionalText(key);
        return text == null ? null : parse(child(path, key), text, parser);
    }

    /// A list of texts that a constructor or parser makes something of.
    public <T> List<T> allParsed(String key, Function<String, T> parser) {
        var all = new ArrayList<T>();
        List<String> texts = texts(key);
        for (int i = 0; i < texts.size(); i++) {
            T found = parse(item(child(path, key), i), texts.get(i), parser);
            if (found != null) {
                all.add(found);
            }
        }
        return all;
    }

    private <T> @Nullable T parse(String where, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException | DateTimeException e) {
            reading.add(new FieldProblem(where, message(e), "", false));
            return null;
        }
    }

    public List<String> texts(String key) {
        return texts(key, List.of());
    }

    public List<String> texts(String key, List<String> fallback) {
        List<?> items = typed(key, value -> value instanceof List<?> list ? list : null, "a list");
        return items == null ? fallback : textItems(child(path, key), items);
    }

    /// A list of texts, or one text that stands for a list of one.
    public List<String> textOrTexts(String key) {
        Object value = value(key);
        String one = value == null ? null : Scalars.text(value);
        return one == null ? texts(key) : List.of(one);
    }

    private List<String> textItems(String where, List<?> items) {
        var texts = new ArrayList<String>();
        for (int i = 0; i < items.size(); i++) {
            Object item = items.get(i);
            String text = item == null ? null : Scalars.text(item);
            if (text == null) {
                reading.add(wrong(item(where, i), "text", item));
            } else {
                texts.add(text);
            }
        }
        return texts;
    }

    /// The texts of a list, passing over everything that is wrong: for a second look at a field.
    public List<String> textsIfAny(String key) {
        return value(key) instanceof List<?> list
                ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
                : List.of();
    }

    public List<Integer> integers(String key) {
        List<?> items = typed(key, value -> value instanceof List<?> list ? list : null, "a list");
        var integers = new ArrayList<Integer>();
        for (int i = 0; items != null && i < items.size(); i++) {
            Object item = items.get(i);
            Integer integer = item == null ? null : Scalars.integer(item);
            if (integer == null) {
                reading.add(wrong(item(child(path, key), i), "a whole number", item));
            } else {
                integers.add(integer);
            }
        }
        return integers;
    }

    /// An argument list, or one text that is cut into arguments by [Words]; null when absent.
    public @Nullable List<String> optionalCommand(String key) {
        Object value = value(key);
        if (value instanceof String text) {
            return parse(child(path, key), text, Words::of);
        }
        if (value == null || value instanceof List<?>) {
            return value == null ? null : texts(key);
        }
        reading.add(wrong(child(path, key), "a list of arguments", value));
        return null;
    }

    /// The object of that name; one without fields when it is absent.
    public Fields object(String key) {
        Fields found = optionalObject(key);
        return found == null ? new Fields(Map.of(), child(path, key), reading) : found;
    }

    /// The object of that name, the same one each time: what one reader asked for is known to all.
    public @Nullable Fields optionalObject(String key) {
        Fields before = children.get(key);
        if (before != null) {
            return before;
        }
        Map<?, ?> found = map(key);
        return found == null ? null : remembered(key, new Fields(found, child(path, key), reading));
    }

    private Fields remembered(String key, Fields child) {
        children.put(key, child);
        return child;
    }

    /// The objects of a list.
    public List<Fields> objects(String key) {
        List<?> items = typed(key, value -> value instanceof List<?> list ? list : null, "a list");
        var objects = new ArrayList<Fields>();
        for (int i = 0; items != null && i < items.size(); i++) {
            String where = item(child(path, key), i);
            if (items.get(i) instanceof Map<?, ?> map) {
                objects.add(new Fields(map, where, reading));
            } else {
                reading.add(wrong(where, "an object", items.get(i)));
            }
        }
        return objects;
    }

    /// An object whose keys are free and whose values are texts.
    public Map<String, String> textMap(String key) {
        var texts = new LinkedHashMap<String, String>();
        Map<?, ?> found = map(key);
        if (found != null) {
            found.forEach((name, value) -> putText(texts, child(path, key), name, value));
        }
        return texts;
    }

    private void putText(
            Map<String, String> texts, String where, Object name, @Nullable Object value) {
        String text = value == null ? null : Scalars.text(value);
        if (text == null) {
            reading.add(wrong(child(where, String.valueOf(name)), "text", value));
        } else {
            texts.put(String.valueOf(name), text);
        }
    }

    /// The finite numbers of this object, whatever their names; everything else is passed over.
    public Map<String, Double> numbers() {
        var numbers = new LinkedHashMap<String, Double>();
        values.forEach((name, value) -> {
            asked.add(String.valueOf(name));
            Double number = value == null ? null : Scalars.finite(value);
            if (number != null) {
                numbers.put(String.valueOf(name), number);
            }
        });
        return numbers;
    }

    private @Nullable Map<?, ?> map(String key) {
        return typed(key, value -> value instanceof Map<?, ?> map ? map : null, "an object");
    }

    private @Nullable Object value(String key) {
        asked.add(key);
        return values.get(key);
    }

    private <T> @Nullable T typed(
            String key, Function<Object, @Nullable T> recognise, String expected) {
        Object value = value(key);
        if (value == null) {
            return null;
        }
        T found = recognise.apply(value);
        if (found == null) {
            reading.add(wrong(child(path, key), expected, value));
        }
        return found;
    }

    private static FieldProblem wrong(String where, String expected, @Nullable Object value) {
        String is = value == null ? "empty" : Scalars.kind(value);
        String shown = value instanceof Number ? is + " (" + value + ")" : is;
        return new FieldProblem(where, "must be " + expected + ", but is " + shown, "", false);
    }

    private <T> T required(String key, @Nullable T found, T fallback) {
        if (found == null && values.get(key) == null) {
            problem("'" + key + "' is missing", "");
        }
        return found == null ? fallback : found;
    }

    private static <T> T or(@Nullable T found, T fallback) {
        return found == null ? fallback : found;
    }
}
