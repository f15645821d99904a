package io.caretaker.core.profile;

import java.util.Locale;

/// What a profiler records.
public enum ProfileLevel {
    OFF("off"),
    /// What takes longer than a limit.
    SLOW("slow operations only"),
    /// Everything, which costs throughput.
    ALL("all operations");

    private final String words;

    ProfileLevel(String words) {
        this.words = words;
    }

    /// As people say it.
    public String words() {
        return words;
    }

    /// As documents have it.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
