package io.caretaker.web.metrics;

import java.util.List;

/// Something that others may read numbers of. Asked anew each time; waits for nobody. Thread-safe.
interface Source {
    /// All that it may ever tell.
    List<Family> families();

    /// What it knows now. What is not known is left out.
    void collect(Samples samples);
}
