package io.caretaker.hosts.probe;

import io.caretaker.core.check.Deadline;

/// Text that refuses to be read after the deadline, or on an interrupted thread. Reading its text
/// is the only thing that a regular expression surely does while it tries an exponential number of
/// ways, so this is where it can be stopped.
final class ImpatientText implements CharSequence {
    private static final int LOOK_EVERY = 4096;

    private final CharSequence text;
    private final Deadline deadline;
    private int reads;

    ImpatientText(CharSequence text, Deadline deadline) {
        this.text = text;
        this.deadline = deadline;
    }

    /// The deadline came before the end of the match.
    static final class OutOfTime extends RuntimeException {
        OutOfTime() {
            super("matching took too long", null, false, false);
        }
    }

    @Override
    public char charAt(int index) {
        if (++reads % LOOK_EVERY == 0
                && (deadline.expired() || Thread.currentThread().isInterrupted())) {
            throw new OutOfTime();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new ImpatientText(text.subSequence(start, end), deadline);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
