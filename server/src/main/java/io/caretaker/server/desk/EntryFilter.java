package io.caretaker.server.desk;

import io.caretaker.core.document.NearestWord;
import io.caretaker.core.inventory.Environment;
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
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which entries are wanted, by texts as people give them; several must all fit. Immutable.
public final class EntryFilter {
    private final Map<FilterKey, String> given;
    private final FilterWords words;

    private EntryFilter(Map<FilterKey, String> given, FilterWords words) {
        this.given = Collections.unmodifiableMap(new EnumMap<>(given));
        this.words = words;
    }

    /// A filter of keys and values.
    ///
    /// @param texts by the words of the keys (`environment`); `enabled`, `disabled`, `stale` and
    ///   `failing` are `true` or `false`
    /// @param words how problems speak of it
    /// @throws Problem `INVALID` for a key that does not exist or a value that cannot be one
    public static EntryFilter of(Map<String, String> texts, FilterWords words) {
        var given = new EnumMap<FilterKey, String>(FilterKey.class);
        texts.forEach((word, value) -> {
            FilterKey key = key(word, words);
            if (!key.yesOrNo()) {
                given.put(key, value);
            } else if (!List.of("true", "false").contains(value)) {
                throw new Problem(
                        ProblemCode.INVALID,
                        words.given(word + "=" + value) + ": must be true or false",
                        "");
            } else {
                take(given, key, value.equals("true"));
            }
        });
        return new EntryFilter(given, words);
    }

    /// What must not be disabled is enabled.
    private static void take(Map<FilterKey, String> given, FilterKey key, boolean yes) {
        FilterKey other =
                switch (key) {
                    case ENABLED -> FilterKey.DISABLED;
                    case DISABLED -> FilterKey.ENABLED;
                    default -> null;
                };
        if (yes) {
            given.put(key, "true");
        } else if (other != null) {
            given.put(other, "true");
        }
    }

    private static FilterKey key(String word, FilterWords words) {
        List<String> known = Arrays.stream(FilterKey.values()).map(FilterKey::word).toList();
        if (!known.contains(word)) {
            throw new Problem(
                    ProblemCode.INVALID, words.unknown(word), NearestWord.hint(word, known));
        }
        return FilterKey.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /// Refuses what means nothing to this kind of entry.
    ///
    /// @throws Problem `INVALID`
    public void fit(EntryKind kind) {
        given.keySet().stream()
                .filter(key -> !key.fits(kind))
                .findFirst()
                .ifPresent(key -> {
                    throw new Problem(
                            ProblemCode.INVALID,
                            words.key(key) + " means nothing for " + kind.word() + "s",
                            "");
                });
        if (has(FilterKey.ENABLED) && has(FilterKey.DISABLED)) {
            throw new Problem(
                    ProblemCode.INVALID,
                    words.key(FilterKey.ENABLED)
                            + " and "
                            + words.key(FilterKey.DISABLED)
                            + " exclude each other",
                    "");
        }
    }

    private boolean has(FilterKey key) {
        return given.containsKey(key);
    }

    private @Nullable String text(FilterKey key) {
        return given.get(key);
    }

    /// Whether all entries are wanted.
    public boolean none() {
        return given.isEmpty();
    }

    /// Whether something was given that only services have.
    public boolean aboutServices() {
        return given.keySet().stream()
                .anyMatch(key -> key == FilterKey.STATUS || key == FilterKey.TYPE || key.yesOrNo());
    }

    /// Whether the status asked for is one that only hosts have.
    public boolean aboutHostStatus() {
        String status = text(FilterKey.STATUS);
        return status != null
                && Arrays.stream(Status.values())
                        .noneMatch(each -> each.name().equalsIgnoreCase(status));
    }

    /// The id of the only host wanted; null when it does not matter.
    public @Nullable String host() {
        return text(FilterKey.HOST);
    }

    /// For listings; [#test(Host)] has the rest.
    ///
    /// @throws Problem `INVALID` for a status that hosts do not have
    public HostFilter hosts() {
        return new HostFilter(
                text(FilterKey.ENVIRONMENT),
                text(FilterKey.REGION),
                status(HostStatus.values()),
                text(FilterKey.TAG));
    }

    /// What [HostFilter] does not know.
    public boolean test(Host each) {
        String host = host();
        return host == null || host.equals(each.id().value());
    }

    /// For listings; [#test(ServiceView, Instant)] has the rest.
    ///
    /// @throws Problem `INVALID` for values that cannot be one
    public ServiceFilter services() {
        Boolean enabled =
                has(FilterKey.ENABLED)
                        ? Boolean.TRUE
                        : has(FilterKey.DISABLED) ? Boolean.FALSE : null;
        return new ServiceFilter(
                text(FilterKey.ENVIRONMENT),
                text(FilterKey.REGION),
                parsed(FilterKey.TYPE, ServiceType::new),
                status(Status.values()),
                parsed(FilterKey.HOST, HostId::new),
                text(FilterKey.TAG),
                enabled);
    }

    /// What [ServiceFilter] does not know.
    public boolean test(ServiceView view, Instant now) {
        return (!has(FilterKey.STALE) || view.stale(now))
                && (!has(FilterKey.FAILING) || view.failsOften());
    }

    /// Whether this environment is wanted.
    public boolean test(Environment each) {
        String environment = text(FilterKey.ENVIRONMENT);
        return environment == null || environment.equals(each.name());
    }

    private <E extends Enum<E>> @Nullable E status(E[] all) {
        String wanted = text(FilterKey.STATUS);
        if (wanted == null) {
            return null;
        }
        List<String> known =
                Arrays.stream(all).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
        return Arrays.stream(all)
                .filter(each -> each.name().equalsIgnoreCase(wanted))
                .findFirst()
                .orElseThrow(() ->
                        new Problem(
                                ProblemCode.INVALID,
                                words.key(FilterKey.STATUS)
                                        + " must be one of "
                                        + String.join(", ", known)
                                        + ", but is '"
                                        + wanted
                                        + "'",
                                NearestWord.to(wanted, known)
                                        .map(near -> "did you mean '" + near + "'?")
                                        .orElse("")));
    }

    private <T> @Nullable T parsed(FilterKey key, Function<String, T> parser) {
        String text = text(key);
        try {
            return text == null ? null : parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new Problem(ProblemCode.INVALID, words.key(key) + ": " + e.getMessage(), "", e);
        }
    }
}
