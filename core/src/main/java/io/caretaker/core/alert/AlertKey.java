package io.caretaker.core.alert;

import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.ServiceId;

/// One problem: at most one alert is open under a key.
///
/// @param detail what tells it from others of the same rule and subject, such as the metric; or
///   empty
public record AlertKey(AlertRule rule, Subject subject, String detail) {
    public static AlertKey of(AlertRule rule, ServiceId service) {
        return new AlertKey(rule, Subject.of(service), "");
    }

    public static AlertKey of(AlertRule rule, ServiceId service, String detail) {
        return new AlertKey(rule, Subject.of(service), detail);
    }

    public static AlertKey of(AlertRule rule, HostId host) {
        return new AlertKey(rule, Subject.of(host), "");
    }

    /// About caretaker itself.
    public static AlertKey own(AlertRule rule) {
        return new AlertKey(rule, Subject.CARETAKER, "");
    }

    /// The same problem always has the same text: `metric/service:db1/blocked_locks`.
    @Override
    public String toString() {
        String text = rule.word() + "/" + subject;
        return detail.isEmpty() ? text : text + "/" + detail;
    }
}
