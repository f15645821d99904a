package io.caretaker.cli.commands;

import io.caretaker.cli.render.Texts;
import io.caretaker.core.document.NearestWord;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostFilter;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.ServiceType;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.status.ServiceFilter;
import io.caretaker.core.status.ServiceView;
import io.caretaker.core.status.Status;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which entries are wanted, as options; several must all fit.
final class FilterOptions {
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

    /// Those given as `KEY=VALUE`, with the names of the options as keys.
    static FilterOptions of(List<String> words) {
        var filter = new FilterOptions();
        words.forEach(filter::take);
        return filter;
    }

    private void take(String word) {
        int equals = word.indexOf('=');
        String key = equals < 0 ? word : word.substring(0, equals);
        String value = equals < 0 ? "true" : word.substring(equals + 1);
        switch (key) {
            case "environment" -> environment = value;
            case "region" -> region = value;
            case "type" -> type = value;
            case "status" -> status = value;
            case "host" -> host = value;
            case "tag" -> tag = value;
            case "enabled" -> setEnabled(yes(word, value));
            case "disabled" -> setEnabled(!yes(word, value));
            case "stale" -> stale = yes(word, value);
            case "failing" -> failing = yes(word, value);
            default ->
                    throw new Problem(
                            ProblemCode.INVALID,
                            "--where knows no '" + key + "'",
                            NearestWord.hint(key, keys()));
        }
    }

    private void setEnabled(boolean wanted) {
        enabled = wanted;
        disabled = !wanted;
    }

    private static boolean yes(String word, String value) {
        if (!List.of("true", "false").contains(value)) {
            throw new Problem(
                    ProblemCode.INVALID, "--where " + word + ": must be true or false", "");
        }
        return value.equals("true");
    }

    private static List<String> keys() {
        return List.of(
                "environment",
                "region",
                "type",
                "status",
                "host",
                "tag",
                "enabled",
                "disabled",
                "stale",
                "failing");
    }

    /// Refuses what means nothing to this kind of entry.
    void fit(EntryKind kind) {
        Map<String, Boolean> given = new LinkedHashMap<>();
        boolean service = kind instanceof EntryKind.Services;
        boolean stage = kind instanceof EntryKind.Environments;
        given.put("type", !service && type != null);
        given.put("enabled", !service && enabled);
        given.put("disabled", !service && disabled);
        given.put("stale", !service && stale);
        given.put("failing", !service && failing);
        given.put("region", stage && region != null);
        given.put("status", stage && status != null);
        given.put("host", stage && host != null);
        given.put("tag", stage && tag != null);
        given.forEach((name, wrong) -> {
            if (wrong) {
                throw new Problem(
                        ProblemCode.INVALID,
                        "--" + name + " means nothing for " + kind.word() + "s",
                        "");
            }
        });
        if (enabled && disabled) {
            throw new Problem(
                    ProblemCode.INVALID, "--enabled and --disabled exclude each other", "");
        }
    }

    /// Whether nothing was given.
    boolean none() {
        return environment == null
                && region == null
                && status == null
                && host == null
                && tag == null
                && !aboutServices();
    }

    /// Whether something was given that only services have.
    boolean aboutServices() {
        boolean checked = enabled || disabled || stale || failing;
        return type != null || status != null || checked;
    }

    HostFilter hosts() {
        return new HostFilter(environment, region, word(HostStatus.values()), tag);
    }

    boolean test(Host each) {
        return host == null || host.equals(each.id().value());
    }

    ServiceFilter services() {
        return new ServiceFilter(
                environment,
                region,
                parsed("--type", type, ServiceType::new),
                word(Status.values()),
                parsed("--host", host, HostId::new),
                tag,
                (enabled || disabled) ? enabled : null);
    }

    /// What [ServiceFilter] does not know.
    boolean test(ServiceView view, Instant now) {
        return (!stale || view.stale(now)) && (!failing || view.failsOften());
    }

    private <E extends Enum<E>> @Nullable E word(E[] words) {
        String wanted = status;
        if (wanted == null) {
            return null;
        }
        List<String> known = Arrays.stream(words).map(Texts::word).toList();
        return Arrays.stream(words)
                .filter(each -> each.name().equalsIgnoreCase(wanted))
                .findFirst()
                .orElseThrow(() ->
                        new Problem(
                                ProblemCode.INVALID,
                                "--status must be one of "
                                        + String.join(", ", known)
                                        + ", but is '"
                                        + wanted
                                        + "'",
                                NearestWord.to(wanted, known)
                                        .map(near -> "did you mean '" + near + "'?")
                                        .orElse("")));
    }

    private static <T> @Nullable T parsed(
            String option, @Nullable String text, Function<String, T> parser) {
        try {
            return text == null ? null : parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new Problem(ProblemCode.INVALID, option + ": " + e.getMessage(), "", e);
        }
    }
}
