package io.caretaker.cli.imports;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.ObjIntConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/// Reads `{"targets": […]}` entry by entry, so that a large file takes little memory.
///
/// Refused as a whole, with line and column: what is no JSON, files above 100 MB, more than 100,000
/// entries, nesting deeper than 50, texts above a million characters.
final class TargetFile {
    static final long LARGEST = 100L * 1024 * 1024;
    static final int MOST = 100_000;
    private static final int DEEPEST = 50;
    private static final int LONGEST_TEXT = 1_000_000;
    private static final String TARGETS = "targets";

    static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(DEEPEST)
                                    .maxStringLength(LONGEST_TEXT)
                                    .maxNumberLength(100)
                                    .maxNameLength(1000)
                                    .maxDocumentLength(LARGEST)
                                    .build())
                    .build();

    private final String name;

    private TargetFile(String name) {
        this.name = name;
    }

    /// Reads a file.
    ///
    /// @param entries gets each item of `targets`, whatever it is, with its position
    /// @throws Problem when the file cannot be read or understood as a whole
    static void read(Path file, ObjIntConsumer<JsonItem> entries) {
        new TargetFile(file.toString()).readFrom(file, entries);
    }

    private void readFrom(Path file, ObjIntConsumer<JsonItem> entries) {
        try {
            if (Files.isDirectory(file)) {
                throw refusal("is a directory, not a file");
            }
            if (Files.size(file) > LARGEST) {
                throw refusal("is larger than " + LARGEST / 1024 / 1024 + " MB");
            }
            try (InputStream in = new PlainUtf8(Files.newInputStream(file), name).stream();
                    JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), in)) {
                document(parser, entries);
            }
        } catch (NoSuchFileException e) {
            throw new Problem(ProblemCode.NOT_FOUND, "there is no file " + name, "", e);
        } catch (AccessDeniedException e) {
            throw new Problem(
                    ProblemCode.INVALID, name + " cannot be read: permission denied", "", e);
        } catch (JacksonException e) {
            throw new Problem(
                    ProblemCode.INVALID,
                    name + place(e.getLocation()) + ": is not the JSON expected: " + plain(e),
                    "nothing was imported",
                    e);
        } catch (IOException e) {
            throw new Problem(
                    ProblemCode.INVALID, name + " cannot be read: " + e.getMessage(), "", e);
        }
    }

    private void document(JsonParser parser, ObjIntConsumer<JsonItem> entries) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw refusal("must be an object with the key 'targets'");
        }
        boolean found = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            boolean wanted = parser.currentName().equals(TARGETS);
            if (wanted && found) {
                throw refusal("has the key 'targets' twice");
            }
            found |= wanted;
            JsonToken value = parser.nextToken();
            if (!wanted) {
                parser.skipChildren();
            } else if (value == JsonToken.START_ARRAY) {
                targets(parser, entries);
            } else {
                throw refusal("'targets' must be a list");
            }
        }
        if (!found) {
            throw refusal("has no key 'targets'");
        }
        if (parser.nextToken() != null) {
            throw refusal("goes on after its end");
        }
    }

    private void targets(JsonParser parser, ObjIntConsumer<JsonItem> entries) {
        int index = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (index == MOST) {
                throw refusal("has more than " + MOST + " entries");
            }
            entries.accept(JsonItem.read(parser), index);
            index++;
        }
    }

    static String place(TokenStreamLocation at) {
        return at == null || at.getLineNr() < 1
                ? ""
                : ":" + at.getLineNr() + ":" + Math.max(1, at.getColumnNr());
    }

    static String plain(JacksonException e) {
        String message = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
        return message.length() > 200 ? message.substring(0, 200) + "…" : message;
    }

    private Problem refusal(String message) {
        return new Problem(ProblemCode.INVALID, name + " " + message, "nothing was imported");
    }
}
