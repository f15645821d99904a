package io.caretaker.core.alert;

/// Hears what the parts of caretaker say of problems. Returns quickly; never throws.
@FunctionalInterface
public interface Notifier {
    void tell(Notice notice);
}
