package io.caretaker.web.http;

/// Decides who may pass. Thread-safe.
public interface Gate {
    /// Who sends the request, if whoever it is may do what the route demands.
    ///
    /// @throws Refusal when not
    Caller admit(Request request, Access demanded);
}
