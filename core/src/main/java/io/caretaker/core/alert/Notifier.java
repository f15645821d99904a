package io.caretaker.core.alert;

/// Tells people. Returns quickly; what cannot be delivered is logged, never thrown.
@FunctionalInterface
public interface Notifier {
    void tell(Notice notice);
}
