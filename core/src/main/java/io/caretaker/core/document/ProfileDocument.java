package io.caretaker.core.document;

import io.caretaker.core.profile.Profile;
import io.caretaker.core.profile.ProfileOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What profilers record as documents.
public final class ProfileDocument {
    private ProfileDocument() {}

    /// What profilers record now.
    public static Map<String, @Nullable Object> list(String service, List<Profile> profiles) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("service_id", service);
        document.put("profilers", profiles.stream().map(ProfileDocument::of).toList());
        return document;
    }

    /// A change, or what it would be.
    ///
    /// @param after null when nothing was changed
    /// @param undo the command that brings back what was recorded before
    public static Map<String, @Nullable Object> change(
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
        document.put("before", of(before));
        document.put("after", after == null ? null : of(after));
        document.put("undo", undo);
        return document;
    }

    private static Map<String, @Nullable Object> of(Profile profile) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("database", profile.database());
        document.put("level", profile.level().label());
        document.put("slow_ms", profile.slowMillis());
        document.put("sample_rate", profile.sampleRate());
        document.put("filter", profile.filter());
        return document;
    }
}
