package io.caretaker.web.http;

import java.util.Map;

/// A request that is answered with an error of HTTP's own. It is thrown, so that a handler reads as
/// the path of a request that is right.
public final class Refusal extends RuntimeException {
    private final int status;
    private final String hint;
    private final transient Map<AnswerHeader, String> headers;

    /// @param status 400 to 599
    /// @param message what is wrong, in lower case
    /// @param hint what helps; may be empty
    public Refusal(int status, String message, String hint) {
        this(status, message, hint, Map.of());
    }

    /// @param headers of the answer, which such a status must be known to carry
    public Refusal(int status, String message, String hint, Map<AnswerHeader, String> headers) {
        super(message, null, false, false);
        this.status = status;
        this.hint = hint;
        this.headers = Map.copyOf(headers);
        for (AnswerHeader header : this.headers.keySet()) {
            if (!header.refuses(status)) {
                throw new IllegalArgumentException(status + " does not carry " + header.text());
            }
        }
    }

    public int status() {
        return status;
    }

    public String message() {
        return String.valueOf(getMessage());
    }

    public String hint() {
        return hint;
    }

    public Map<AnswerHeader, String> headers() {
        return headers;
    }
}
