package io.caretaker.core.host;

import java.nio.charset.StandardCharsets;

/// What became of reading a file.
public sealed interface FileReply {
    /// The bytes asked for (the end of the file when only a tail was), and the size of the whole
    /// file.
    record Content(byte[] bytes, long size) implements FileReply {
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /// There is no such file.
    record Missing() implements FileReply {}

    /// It exists and cannot be read.
    record Denied(String reason) implements FileReply {}
}
