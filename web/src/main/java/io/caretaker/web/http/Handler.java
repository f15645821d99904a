package io.caretaker.web.http;

/// Answers the requests of one route. Runs in a virtual thread of the request.
@FunctionalInterface
public interface Handler {
    /// The answer to a request whose caller may send it.
    ///
    /// @throws Refusal when HTTP has a word for what is wrong
    /// @throws io.caretaker.core.problem.Problem when the product has
    Answer answer(Request request) throws InterruptedException;
}
