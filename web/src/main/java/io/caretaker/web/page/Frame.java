package io.caretaker.web.page;

import io.caretaker.web.http.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What stands around every page.
///
/// @param section the part of the navigation that the page belongs to, or null
/// @param said what is said of the action before; empty for nothing
public record Frame(
        String title,
        @Nullable Section section,
        Caller caller,
        String version,
        String node,
        Files files,
        String said) {

    /// The parts that the navigation offers.
    public List<Section> sections() {
        return List.of(Section.values());
    }

    /// The address of a file of ours, which changes with its content.
    public String file(String name) {
        return files.address(name);
    }

    /// Who looks at it, in words.
    public String who() {
        return caller.name();
    }
}
