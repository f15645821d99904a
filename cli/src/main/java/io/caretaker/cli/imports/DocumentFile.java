package io.caretaker.cli.imports;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/// Reads one object from a file of JSON or YAML, of at most 100 MB. What begins with `{` is JSON.
public final class DocumentFile {
    private static final int LARGEST = (int) TargetFile.LARGEST;

    private final String name;

    private DocumentFile(String name) {
        this.name = name;
    }

    /// Reads a file.
    ///
    /// @throws Problem when it cannot be read or understood
    public static Map<String, @Nullable Object> read(Path file) {
        var document = new DocumentFile(file.toString());
        try (InputStream in = Files.newInputStream(file)) {
            return document.of(in);
        } catch (NoSuchFileException e) {
            throw new Problem(ProblemCode.NOT_FOUND, "there is no file " + file, "", e);
        } catch (IOException e) {
            throw document.refusal("cannot be read: " + e.getMessage(), e);
        }
    }

    /// Reads a text.
    ///
    /// @param name where it comes from, for messages
    /// @throws Problem when it cannot be understood
    public static Map<String, @Nullable Object> parse(String text, String name) {
        return new DocumentFile(name).parse(text);
    }

    private Map<String, @Nullable Object> of(InputStream in) throws IOException {
        byte[] bytes = new PlainUtf8(in, name).stream().readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw refusal("is larger than 100 MB", null);
        }
        try {
            return parse(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            throw refusal("is not UTF-8 text", e);
        }
    }

    private Map<String, @Nullable Object> parse(String text) {
        Object value = text.stripLeading().startsWith("{") ? json(text) : yaml(text);
        if (!(value instanceof Map<?, ?> map)) {
            throw refusal("must be an object with hosts, services or environments", null);
        }
        var document = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, each) -> document.put(String.valueOf(key), each));
        return document;
    }

    private @Nullable Object json(String text) {
        try (JsonParser parser = TargetFile.FACTORY.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            JsonItem item = JsonItem.read(parser);
            if (item.twice() != null) {
                throw refusal("has the key '" + item.twice() + "' twice", null);
            }
            JsonToken more = parser.nextToken();
            if (more != null) {
                throw refusal("goes on after its end", null);
            }
            return item.value();
        } catch (JacksonException e) {
            throw refusal(
                    "is not JSON" + TargetFile.place(e.getLocation()) + ": " + TargetFile.plain(e),
                    e);
        }
    }

    private @Nullable Object yaml(String text) {
        try {
            LoadSettings settings =
                    LoadSettings.builder()
                            .setLabel(name)
                            .setCodePointLimit(LARGEST)
                            .setAllowRecursiveKeys(false)
                            .build();
            return new Load(settings).loadFromString(text);
        } catch (YamlEngineException e) {
            throw refusal("is neither JSON nor YAML: " + e.getMessage(), e);
        } catch (StackOverflowError _) {
            throw refusal("is nested too deeply", null);
        }
    }

    private Problem refusal(String message, @Nullable Throwable cause) {
        return new Problem(ProblemCode.INVALID, name + " " + message, "nothing was changed", cause);
    }
}
