package io.caretaker.cli.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Reads a small UTF-8 file, or says why it cannot be.
final class TextFile {
    static final int LARGEST = 8 * 1024 * 1024;

    private TextFile() {}

    /// Reads a file.
    ///
    /// @return empty if and only if a problem was added
    static Optional<String> read(Path file, List<ConfigurationProblem> problems) {
        try {
            if (Files.isDirectory(file)) {
                return refused(file, problems, "is a directory, not a file", "");
            }
            return decoded(file, bytes(file), problems);
        } catch (NoSuchFileException _) {
            return refused(file, problems, "does not exist", "");
        } catch (AccessDeniedException _) {
            String hint = "caretaker's user must be allowed to read it";
            return refused(file, problems, "cannot be read: permission denied", hint);
        } catch (IOException e) {
            return refused(file, problems, "cannot be read: " + e.getMessage(), "");
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(LARGEST + 1);
        }
    }

    private static Optional<String> decoded(
            Path file, byte[] bytes, List<ConfigurationProblem> problems) {
        if (bytes.length > LARGEST) {
            return refused(file, problems, "is larger than " + LARGEST / 1024 / 1024 + " MiB", "");
        }
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
            int column = text.length() - text.lastIndexOf('\n');
            Place place = new Place(file.toString(), line, column);
            problems.add(
                    ConfigurationProblem.at(place, "is not UTF-8 text", "save the file in UTF-8"));
            return Optional.empty();
        }
        return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    private static Optional<String> refused(
            Path file, List<ConfigurationProblem> problems, String message, String hint) {
        problems.add(new ConfigurationProblem(file.toString(), 0, 0, message, hint));
        return Optional.empty();
    }
}
