package io.caretaker.core.alert;

import java.util.Set;

/// Hears what the parts of caretaker say of problems. Returns quickly; never throws.
@FunctionalInterface
public interface Notifier {
    void tell(Notice notice);

    /// The problems of the subject that were raised, also in an earlier run, and are not over. A
    /// part that finds one of them good says so, whether it remembers having raised it or not.
    /// Empty where nobody remembers.
    default Set<AlertKey> firing(Subject subject) {
        return Set.of();
    }

    /// Whether the problem was raised and is not over.
    default boolean firing(AlertKey key) {
        return firing(key.subject()).contains(key);
    }

    /// Says that the problem is over, if it was there.
    default void clear(Notice cleared) {
        if (firing(cleared.key())) {
            tell(cleared);
        }
    }
}
