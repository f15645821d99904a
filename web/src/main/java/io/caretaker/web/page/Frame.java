package io.caretaker.web.page;

import io.caretaker.web.http.Access;
import io.caretaker.web.http.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What stands around every page.
///
/// @param section the part of the navigation that the page belongs to, or null
/// @param said what is said of the action before; empty for nothing
/// @param counts how much waits for people
/// @param heard what live changes had told when it was asked for; empty for none
/// @param paused that recovery is paused, by whom and until when; empty when it is not
public record Frame(
        String title,
        @Nullable Section section,
        Caller caller,
        String version,
        String node,
        Files files,
        String said,
        NavCounts counts,
        String heard,
        String paused) {

    /// The parts that the navigation offers; none to whom they are closed.
    public List<Section> sections() {
        return caller.access() == Access.OPEN ? List.of() : List.of(Section.values());
    }

    /// The address of a file of ours, which changes with its content.
    public String file(String name) {
        return files.address(name);
    }

    /// Who looks at it, in words; empty for somebody who has not logged in.
    public String who() {
        return caller.access() == Access.OPEN
                ? ""
                : caller.name().substring(caller.name().indexOf(':') + 1)
                        + " ("
                        + caller.access().word()
                        + ")";
    }

    /// Whether there is a session to end.
    public boolean loggedIn() {
        return caller.origin() == Caller.Origin.SESSION;
    }

    /// Whether the caller may do what operators do.
    public boolean operator() {
        return caller.operator();
    }

    /// Whether the caller may do what admins do.
    public boolean admin() {
        return caller.admin();
    }
}
