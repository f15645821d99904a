package io.caretaker.web.alert;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.function.Supplier;

/// What came of what a person wanted, in a sentence.
final class Said {
    private Said() {}

    /// Does something to an alert and says what came of it.
    @FunctionalInterface
    interface Work {
        String on(String id);
    }

    /// What the work says, or why it was not done.
    static String by(Supplier<String> work) {
        try {
            return work.get();
        } catch (Problem problem) {
            if (problem.code() == ProblemCode.INTERNAL) {
                throw problem;
            }
            return "That did not work: " + problem.message() + ".";
        }
    }
}
