package io.caretaker.cli.commands;

import io.caretaker.server.desk.EntryFilter;
import io.caretaker.server.desk.FilterWords;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which entries are wanted, as options; several must all fit.
final class FilterOptions {
    private static final FilterWords WORDS = new FilterWords("--", "--where");

    @Option(names = "--environment", description = "only of this environment")
    @Nullable String environment;

    @Option(names = "--region", description = "only of this region")
    @Nullable String region;

    @Option(names = "--type", description = "only services of this service_type")
    @Nullable String type;

    @Option(
            names = "--status",
            description =
                    "only of this status: running, warning, stopped, error, unknown; hosts: active,"
                            + " maintenance, decommissioned")
    @Nullable String status;

    @Option(names = "--host", paramLabel = "HOST", description = "only of this host_id")
    @Nullable String host;

    @Option(names = "--tag", description = "only with this tag")
    @Nullable String tag;

    @Option(names = "--enabled", description = "only services that are checked")
    boolean enabled;

    @Option(names = "--disabled", description = "only services that are not checked")
    boolean disabled;

    @Option(
            names = "--stale",
            description =
                    "only services whose last check is older than 10 minutes or 3 intervals,"
                            + " whichever is longer")
    boolean stale;

    @Option(
            names = "--failing",
            description = "only services with 3 or more failed checks in a row")
    boolean failing;

    /// What the options ask for.
    EntryFilter filter() {
        var given = new LinkedHashMap<String, @Nullable String>();
        given.put("environment", environment);
        given.put("region", region);
        given.put("type", type);
        given.put("status", status);
        given.put("host", host);
        given.put("tag", tag);
        given.put("enabled", enabled ? "true" : null);
        given.put("disabled", disabled ? "true" : null);
        given.put("stale", stale ? "true" : null);
        given.put("failing", failing ? "true" : null);
        var texts = new LinkedHashMap<String, String>();
        given.forEach((key, value) -> {
            if (value != null) {
                texts.put(key, value);
            }
        });
        return EntryFilter.of(texts, WORDS);
    }

    /// What words such as `KEY=VALUE` ask for, with the names of the options as keys.
    static EntryFilter of(List<String> words) {
        var texts = new LinkedHashMap<String, String>();
        for (String word : words) {
            int equals = word.indexOf('=');
            texts.put(
                    equals < 0 ? word : word.substring(0, equals),
                    equals < 0 ? "true" : word.substring(equals + 1));
        }
        return EntryFilter.of(texts, WORDS);
    }
}
