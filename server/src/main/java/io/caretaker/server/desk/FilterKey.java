package io.caretaker.server.desk;

import java.util.Locale;

/// What entries can be chosen by.
public enum FilterKey {
    ENVIRONMENT,
    REGION,
    /// The `service_type`; services only.
    TYPE,
    /// A service's status, or a host's.
    STATUS,
    /// A host's id.
    HOST,
    TAG,
    /// Whether it is checked; services only, as are those below.
    ENABLED,
    DISABLED,
    /// Whether its last check is long ago.
    STALE,
    /// Whether three or more checks in a row have failed.
    FAILING;

    /// As people write it: `environment`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean yesOrNo() {
        return switch (this) {
            case ENABLED, DISABLED, STALE, FAILING -> true;
            case ENVIRONMENT, REGION, TYPE, STATUS, HOST, TAG -> false;
        };
    }

    /// Whether it means something for entries of this kind.
    boolean fits(EntryKind kind) {
        return switch (this) {
            case ENVIRONMENT -> true;
            case REGION, STATUS, HOST, TAG -> !(kind instanceof EntryKind.Environments);
            case TYPE, ENABLED, DISABLED, STALE, FAILING -> kind instanceof EntryKind.Services;
        };
    }
}
