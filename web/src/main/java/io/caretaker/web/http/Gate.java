package io.caretaker.web.http;

/// Decides who may pass, in the order of its methods. Thread-safe.
public interface Gate {
    /// Who sends the request, by its connection and headers.
    ///
    /// @throws Refusal when it must not be answered at all
    Caller recognise(Request request);

    /// Whether the caller may do what the route demands.
    ///
    /// @throws Refusal when not
    void admit(Request request, Access demanded);

    /// Whether the caller means it: no other site made its browser send the request. Asked of
    /// requests that change something, when their body is there.
    ///
    /// @throws Refusal when not
    void defend(Request request);
}
