package io.caretaker.cli.render;

import io.caretaker.core.profile.Profile;
import io.caretaker.core.profile.ProfileLevel;
import io.caretaker.core.profile.ProfileOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What profilers record, for people and for programs. Pure.
public final class ProfilerText {
    private ProfilerText() {}

    public static List<String> lines(List<Profile> profiles) {
        return profiles.isEmpty()
                ? List.of("There are no databases.")
                : profiles.stream().map(ProfilerText::line).toList();
    }

    /// `shop: slow operations only, slow from 100 ms on`.
    public static String line(Profile profile) {
        return Texts.line(profile.database() + ": " + profile.words());
    }

    /// What would be recorded.
    public static String wanted(Profile before, ProfileOrder order) {
        return line(
                new Profile(
                        before.database(),
                        order.level(),
                        order.slowMillis() == null ? before.slowMillis() : order.slowMillis(),
                        order.sampleRate() == null ? before.sampleRate() : order.sampleRate(),
                        before.filter()));
    }

    /// What a person should know before he says yes.
    public static List<String> warnings(Profile before, ProfileOrder order, String sideEffects) {
        var warnings = new ArrayList<String>();
        if (order.level() == ProfileLevel.ALL) {
            warnings.add("Recording all operations costs throughput; switch it off when done.");
        }
        if (before.filter() != null && order.level() == ProfileLevel.SLOW) {
            warnings.add(
                    "A filter is set, and stays; as long as it does, the limit and the share choose"
                            + " nothing.");
        }
        if (!sideEffects.isEmpty()) {
            warnings.add(sideEffects);
        }
        return warnings;
    }

    /// The command that brings back what was recorded before.
    public static String undo(String service, Profile before) {
        var words = new StringBuilder("caretaker profiler ");
        words.append(service).append(" --database ").append(quoted(before.database()));
        words.append(
                switch (before.level()) {
                    case OFF -> " --off";
                    case SLOW -> " --slow-only";
                    case ALL -> " --on";
                });
        if (before.slowMillis() != null) {
            words.append(" --slow-ms ").append(before.slowMillis());
        }
        if (before.sampleRate() != null) {
            words.append(" --sample-rate ").append(before.sampleRate());
        }
        return words.toString();
    }

    private static String quoted(String name) {
        return name.matches("[A-Za-z0-9_.-]+") ? name : "'" + name.replace("'", "'\\''") + "'";
    }

    /// What profilers record now.
    public static Map<String, @Nullable Object> document(String service, List<Profile> profiles) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("service_id", service);
        document.put("profilers", profiles.stream().map(ProfilerText::document).toList());
        return document;
    }

    /// A change, or what it would be.
    public static Map<String, @Nullable Object> document(
            String service,
            Profile before,
            ProfileOrder order,
            @Nullable Profile after,
            String undo,
            boolean dryRun) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("service_id", service);
        document.put("dry_run", dryRun);
        document.put("changed", after != null);
        document.put("wanted", order.level().label());
        document.put("before", document(before));
        document.put("after", after == null ? null : document(after));
        document.put("undo", undo);
        return document;
    }

    private static Map<String, @Nullable Object> document(Profile profile) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("database", profile.database());
        document.put("level", profile.level().label());
        document.put("slow_ms", profile.slowMillis());
        document.put("sample_rate", profile.sampleRate());
        document.put("filter", profile.filter());
        return document;
    }
}
