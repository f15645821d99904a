package io.caretaker.core.check;

/// A monotonic clock in nanoseconds with an arbitrary origin; `System::nanoTime` outside tests.
@FunctionalInterface
public interface Ticker {
    long nanos();
}
