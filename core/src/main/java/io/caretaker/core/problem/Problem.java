package io.caretaker.core.problem;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The only exception caretaker throws on purpose: what went wrong with what (lower case, names
/// included), and a hint that says where to look or what to do next.
public final class Problem extends RuntimeException {
    private final ProblemCode code;
    private final String hint;

    public Problem(ProblemCode code, String message, String hint) {
        this(code, message, hint, null);
    }

    public Problem(ProblemCode code, String message, String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code);
        this.hint = Objects.requireNonNull(hint);
    }

    public ProblemCode code() {
        return code;
    }

    /// What to do next; empty when there is nothing sensible to say.
    public String hint() {
        return hint;
    }

    /// The message of this exception, never null.
    public String message() {
        return Objects.requireNonNullElse(getMessage(), code.name());
    }
}
