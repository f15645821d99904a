package io.caretaker.mongodb;

import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// Whether a server lets people in whose rights it does not keep itself, so that nobody can take
/// them there. Roles in a client's certificate are not among them, as no option tells of those.
/// Pure.
///
/// Source: MongoDB Manual, "LDAP Authorization", "Configuration File Options: security.ldap.authz",
/// "oidcIdentityProviders" (4.2 to 8.0).
final class OutsideRights {
    private OutsideRights() {}

    /// @param options the reply of `getCmdLineOpts`; null where it is not known
    static boolean given(@Nullable Document options) {
        @Nullable Document parsed = Fields.document(options, "parsed");
        @Nullable Document security = Fields.document(parsed, "security");
        @Nullable Document parameters = Fields.document(parsed, "setParameter");
        return Fields.document(Fields.document(security, "ldap"), "authz") != null
                || (parameters != null && parameters.containsKey("oidcIdentityProviders"));
    }
}
