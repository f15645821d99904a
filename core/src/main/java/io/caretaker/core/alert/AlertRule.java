package io.caretaker.core.alert;

import java.util.Locale;

/// What may be told, in one vocabulary. A condition lasts until it is over; an event is told once.
/// The order of the constants has no meaning; their words are written to stores and configuration.
public enum AlertRule {
    SERVICE_DOWN(true, "a service is down"),
    SERVICE_WARNING(true, "a service works and warns"),
    SERVICE_UNKNOWN(true, "nobody can find out how a service is"),
    SERVICE_FLAPPING(true, "a service goes up and down"),
    CHECK_STALE(true, "a service was not looked at for too long"),
    METRIC(true, "a metric of a database is past its threshold; the detail names the metric"),
    HOST_SILENT(true, "a host does not answer"),
    CUT_OFF(true, "nothing answers: caretaker itself seems cut off"),
    RECOVERY_STARTING(false, "caretaker is about to heal a service"),
    RECOVERY_DONE(false, "caretaker brought a service back"),
    RECOVERY_FAILED(false, "an attempt to bring a service back failed"),
    RECOVERY_HELD(true, "a service is down and caretaker does not heal it"),
    RECOVERY_GAVE_UP(true, "caretaker gave up bringing a service back"),
    APPROVAL_WANTED(true, "a recovery waits for a person's approval"),
    CLEANUP(false, "a clean-up ended sessions"),
    CLEANUP_TROUBLE(true, "a clean-up did not do all it should"),
    STORE_GONE(true, "caretaker's store does not answer"),
    STORE_OVERFLOW(true, "so much waits for the store that the oldest is given up"),
    ARCHIVE_FAILING(true, "old history cannot be archived"),
    CHANNEL_FAILING(true, "a channel does not deliver"),
    MESSAGE_LOST(false, "a message was given up"),
    LOOP_SILENT(true, "a part of caretaker makes no progress"),
    LIFE_SIGN_FAILING(true, "the signs of life that an outside service waits for do not arrive"),
    TEST(false, "somebody tries a channel");

    private final boolean condition;
    private final String meaning;

    AlertRule(boolean condition, String meaning) {
        this.condition = condition;
        this.meaning = meaning;
    }

    /// Whether it lasts until it is over.
    public boolean condition() {
        return condition;
    }

    /// What it means, for people.
    public String meaning() {
        return meaning;
    }

    /// As it is written: `service_down`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
