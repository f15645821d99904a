package io.caretaker.core.host;

/// What became of reading a file.
public sealed interface FileReply {
    /// The text asked for (the end of the file when only a tail was), and the size of the whole
    /// file in bytes. Bytes that are not UTF-8 are replaced.
    record Content(String text, long size) implements FileReply {}

    /// There is no such file.
    record Missing() implements FileReply {}

    /// It exists and cannot be read.
    record Denied(String reason) implements FileReply {}
}
