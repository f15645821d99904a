package io.caretaker.cli.config;

import io.caretaker.core.document.CareDocument;
import io.caretaker.core.document.Fields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Every setting with its value and where that comes from, secrets masked.
///
/// @param resolved values that are made of others, or of what the machine is like, by their path
record InForceSettings(Tree tree, Map<String, @Nullable Object> resolved) {
    private static final String ALERTING = "alerting.";
    private static final Pattern IN_ADDRESS = Pattern.compile("(://[^/@\\s:]*:)[^/\\s]*@");
    private static final String WORDS = "(?:password|passwd|pwd|secret|token|api[_-]?key)";
    private static final Pattern NAMED =
            Pattern.compile("(?i)(" + WORDS + "\\s*[=:]\\s*|\\bbearer\\s+)[^\\s&;,'\"]+");
    private static final Pattern SECRET_OPTION = Pattern.compile("(?i)--?[a-z-]*" + WORDS);

    List<InForce> list(Settings.Defaults defaults) {
        var all = new ArrayList<InForce>();
        add("", ConfigSchema.SETTINGS, defaults, all);
        return List.copyOf(all);
    }

    private void add(
            String path, List<Setting> settings, Settings.Defaults defaults, List<InForce> all) {
        for (Setting setting : settings) {
            String below = Fields.child(path, setting.key());
            switch (setting) {
                case Setting.Value value -> all.add(of(below, value));
                case Setting.Section section when givenAsText(below, section) ->
                        all.add(given(below));
                case Setting.Section section -> add(below, section.settings(), defaults, all);
                case Setting.Named _, Setting.Items _ when below.startsWith(ALERTING) ->
                        all.addAll(new GivenSettings(tree).list(below));
                case Setting.Named named -> addNamed(below, named, defaults, all);
                // The inventory is told apart from the settings.
                case Setting.Items _ -> {}
            }
        }
    }

    private boolean givenAsText(String path, Setting.Section section) {
        return section.orText() && tree.value(path) instanceof String;
    }

    private InForce given(String path) {
        return new GivenSettings(tree).list(path).getFirst();
    }

    private InForce of(String path, Setting.Value setting) {
        Object given = tree.value(path);
        Object value =
                resolved.containsKey(path)
                        ? resolved.get(path)
                        : given == null ? byDefault(setting) : given;
        return new InForce(path, masked(value), tree.nearest(path));
    }

    private static @Nullable Object byDefault(Setting.Value setting) {
        String text = setting.byDefault();
        return setting.type().textual() ? (text.isEmpty() ? null : text) : PlainScalar.of(text);
    }

    private void addNamed(
            String path, Setting.Named named, Settings.Defaults defaults, List<InForce> all) {
        if (!(CareDocument.of(defaults.care()).get(named.key()) instanceof Map<?, ?> entries)) {
            return;
        }
        entries.forEach((name, entry) -> {
            if (entry instanceof Map<?, ?> values) {
                values.forEach((key, value) -> {
                    String below = path + "." + name + "." + key;
                    all.add(new InForce(below, masked(value), tree.nearest(below)));
                });
            }
        });
    }

    /// Without the passwords that addresses and commands may hold.
    static @Nullable Object masked(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> masked(text);
            case Collection<?> list -> maskedList(list);
            case Map<?, ?> map -> {
                var masked = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, each) -> masked.put(String.valueOf(key), masked(each)));
                yield masked;
            }
            default -> value;
        };
    }

    /// An argument after `--password` is one, too.
    private static List<@Nullable Object> maskedList(Collection<?> list) {
        List<@Nullable Object> masked = new ArrayList<>();
        boolean secret = false;
        for (Object each : list) {
            masked.add(secret ? InForce.MASK : masked(each));
            secret = SECRET_OPTION.matcher(String.valueOf(each)).matches();
        }
        return masked;
    }

    private static String masked(String text) {
        String addresses = IN_ADDRESS.matcher(text).replaceAll("$1" + InForce.MASK + "@");
        return NAMED.matcher(addresses).replaceAll("$1" + InForce.MASK);
    }
}
