package io.caretaker.core.inventory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What people want to know about a host besides its address.
public record HostMetadata(@Nullable String os, @Nullable String purpose, List<String> tags) {
    public static final HostMetadata NONE = new HostMetadata(null, null, List.of());

    public HostMetadata {
        tags = List.copyOf(tags);
    }
}
