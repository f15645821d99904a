package io.caretaker.core.check;

/// The request methods of an http check.
public enum HttpVerb {
    GET,
    HEAD,
    POST
}
