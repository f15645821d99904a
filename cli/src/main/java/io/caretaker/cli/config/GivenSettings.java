package io.caretaker.cli.config;

import io.caretaker.core.document.Fields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The settings below a path as they were given, one for each value, secrets masked: addresses that
/// let their reader in, and headers.
record GivenSettings(Tree tree) {
    private static final Pattern TELLING =
            Pattern.compile(
                    "alerting\\.(channels\\.[^.]+\\.(url|headers\\..*|headers\\[.*)|heartbeat\\.url)");
    private static final Pattern AFTER_SERVER = Pattern.compile("(?<=[^:/])/.*|\\?.*");

    List<InForce> list(String path) {
        var all = new ArrayList<InForce>();
        add(path, tree.value(path), all);
        return all;
    }

    private void add(String path, @Nullable Object value, List<InForce> all) {
        switch (value) {
            case null -> {}
            case Map<?, ?> map ->
                    map.forEach(
                            (key, each) -> add(Fields.child(path, String.valueOf(key)), each, all));
            case Collection<?> list when list.stream().anyMatch(Map.class::isInstance) -> {
                int at = 0;
                for (Object each : list) {
                    add(Fields.item(path, at++), each, all);
                }
            }
            default -> all.add(new InForce(path, shown(path, value), tree.place(path)));
        }
    }

    private static @Nullable Object shown(String path, Object value) {
        if (!TELLING.matcher(path).matches()) {
            return InForceSettings.masked(value);
        }
        return path.contains(".headers")
                ? InForce.MASK
                : AFTER_SERVER.matcher(value.toString()).replaceFirst("/" + InForce.MASK);
    }
}
