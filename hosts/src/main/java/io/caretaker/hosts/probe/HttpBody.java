package io.caretaker.hosts.probe;

import java.nio.charset.StandardCharsets;

/// The beginning of an answer's body.
///
/// @param cut whether there was more
record HttpBody(String text, boolean cut) {
    static HttpBody of(byte[] bytes, boolean cut) {
        return new HttpBody(new String(bytes, StandardCharsets.UTF_8), cut);
    }
}
