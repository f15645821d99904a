package io.caretaker.core.status;

/// Whether each of the last 20 results differed from the one before it, newest in the lowest bit.
/// Immutable.
///
/// The percentage weighs recent changes more (0.8 for the oldest to 1.2 for the newest), as Nagios
/// and Icinga do. Source: Nagios Core manual, "Detection and Handling of State Flapping".
public record FlapHistory(int changes) {
    public static final FlapHistory CALM = new FlapHistory(0);
    private static final int WINDOW = 20;
    private static final int MASK = (1 << WINDOW) - 1;
    private static final double START_PERCENT = 30;
    private static final double STOP_PERCENT = 25;

    public FlapHistory add(boolean changed) {
        return new FlapHistory(((changes << 1) | (changed ? 1 : 0)) & MASK);
    }

    /// The weighted share of changes, 0 to 100.
    public double percent() {
        double sum = 0;
        for (int age = 0; age < WINDOW; age++) {
            if ((changes >> age & 1) == 1) {
                sum += 1.2 - 0.4 * age / (WINDOW - 1);
            }
        }
        return sum * 100 / WINDOW;
    }

    /// Whether it flaps now, given whether it did before: it starts above 30 % and ends below 25 %.
    public boolean flapping(boolean before) {
        return before ? percent() >= STOP_PERCENT : percent() > START_PERCENT;
    }
}
