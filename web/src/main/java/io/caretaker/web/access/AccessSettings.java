package io.caretaker.web.access;

import io.caretaker.web.http.Access;
import java.util.List;
import java.util.Locale;

/// Who may pass, as the configuration has it.
///
/// @param hosts names under which caretaker may be asked, besides its addresses and the names of
///   the machine itself
/// @param trustedProxies whose word on the origin of a request is taken
/// @param local what callers from this machine may do without a token; [Access#OPEN] for no more
///   than everybody
public record AccessSettings(List<String> hosts, List<AddressRange> trustedProxies, Access local) {
    /// Everything for callers from this machine, nothing for others without a token.
    public static final AccessSettings USUAL =
            new AccessSettings(List.of(), List.of(), Access.ADMIN);

    public AccessSettings {
        hosts = hosts.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        trustedProxies = List.copyOf(trustedProxies);
    }
}
