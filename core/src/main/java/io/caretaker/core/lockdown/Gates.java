package io.caretaker.core.lockdown;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All that lets connections into a server, at one moment.
///
/// @param fingerprint what makes this server this server
/// @param standby why it cannot be changed here because it follows another server; null where it
///   can
/// @param way how it was asked, for people (`as postgres over its Unix socket`)
/// @param entrance the database that administrators, and caretaker, keep coming in by; null where
///   they need none
/// @param admitted who still comes in during a lockdown, as a sentence without its full stop
///   (`superusers still connect to database postgres`)
/// @param open what can be restricted
/// @param exempt what must not be, and why
public record Gates(
        String fingerprint,
        @Nullable String standby,
        String way,
        @Nullable String entrance,
        String admitted,
        List<Restriction> open,
        List<Exempt> exempt) {
    public Gates {
        open = List.copyOf(open);
        exempt = List.copyOf(exempt);
    }

    /// What is not restricted.
    ///
    /// @param reason a clause (`a superuser`)
    public record Exempt(Restriction restriction, String reason) {}

    /// How this thing stands now; empty when it is gone.
    public Optional<Restriction> find(Restriction known) {
        Optional<Restriction> found = open.stream().filter(known::of).findFirst();
        return found.isPresent()
                ? found
                : exempt.stream().map(Exempt::restriction).filter(known::of).findFirst();
    }
}
