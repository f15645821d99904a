package io.caretaker.cli.install;

/// One thing that is to be done: safe to be killed in, and to be done twice.
///
/// @param text what it does, for people, in the imperative
record Step(String text, Work work) {
    /// Doing it.
    @FunctionalInterface
    interface Work {
        void take() throws InterruptedException;
    }
}
