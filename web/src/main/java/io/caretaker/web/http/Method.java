package io.caretaker.web.http;

/// What a request wants done. HEAD is answered as [#GET] without its body.
public enum Method {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE;

    /// Whether it changes nothing, so that a browser may send it from anywhere.
    public boolean safe() {
        return this == GET;
    }
}
