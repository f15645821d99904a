package io.caretaker.cli.render;

import io.caretaker.core.profile.Profile;
import io.caretaker.core.profile.ProfileLevel;
import io.caretaker.core.profile.ProfileOrder;
import java.util.ArrayList;
import java.util.List;

/// What profilers record, for people. Pure.
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
}
