package io.caretaker.web.page;

import java.util.List;

/// What is in force, and how caretaker itself is.
///
/// @param facts names and values
/// @param loops its own loops
/// @param settings each with where it comes from
/// @param tokens who may come in
/// @param notes what the configuration should be told of
public record SettingsPage(
        List<Fact> facts,
        List<Loop> loops,
        String file,
        List<Setting> settings,
        List<TokenLine> tokens,
        List<String> notes) {
    public SettingsPage {
        facts = List.copyOf(facts);
        loops = List.copyOf(loops);
        settings = List.copyOf(settings);
        tokens = List.copyOf(tokens);
        notes = List.copyOf(notes);
    }

    /// A name and a value.
    public record Fact(String name, String value) {}

    /// A loop.
    ///
    /// @param well whether it comes round in time
    public record Loop(String name, String last, String limit, boolean well) {}

    /// A setting in force.
    ///
    /// @param origin where its value comes from
    public record Setting(String key, String value, String origin) {}

    /// A token, without itself.
    public record TokenLine(String name, String role, String state) {}
}
