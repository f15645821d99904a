package io.caretaker.web.metrics;

/// Something that others may read numbers of. Asked anew each time; waits for nobody. Thread-safe.
@FunctionalInterface
interface Source {
    /// Tells what it knows now. What is not known is left out.
    void collect(Samples samples);
}
