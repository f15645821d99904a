package io.caretaker.web.access;

import io.caretaker.core.document.Fields;
import io.caretaker.core.document.JsonText;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.server.keep.Durable;
import io.caretaker.server.keep.JsonLine;
import io.caretaker.web.http.Access;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The tokens as they are kept: a file in the state directory, so that people get in while the
/// store is away. Only the command line writes it; the daemon reads. Thread-safe, also with other
/// processes.
public final class TokenFile {
    private static final int OTHERS_MAY_WRITE = 0022;
    private static final int VERSION = 1;

    private final Path file;

    /// @param state the state directory
    public TokenFile(Path state) {
        this.file = state.resolve("access").resolve("tokens.json");
    }

    public Path path() {
        return file;
    }

    /// What tells one version of the file from another.
    ///
    /// @param inode 0 when there is no file
    record Version(long inode, long size, @Nullable FileTime modified) {
        static final Version NONE = new Version(0, 0, null);
    }

    Version version() {
        try {
            Map<String, Object> facts =
                    Files.readAttributes(file, "unix:ino,size,lastModifiedTime");
            return new Version(
                    facts.get("ino") instanceof Long inode ? inode : 0,
                    facts.get("size") instanceof Long size ? size : 0,
                    facts.get("lastModifiedTime") instanceof FileTime time ? time : null);
        } catch (IOException _) {
            return Version.NONE;
        }
    }

    /// All tokens, those that have expired among them; none when there is no file.
    ///
    /// @throws Problem `DENIED` when somebody else may write the file, `FAILED` when it cannot be
    ///   read or is damaged
    public List<Token> read() {
        try {
            Object mode = Files.getAttribute(file, "unix:mode");
            if (mode instanceof Integer bits && (bits & OTHERS_MAY_WRITE) != 0) {
                throw new Problem(
                        ProblemCode.DENIED,
                        "others may write the file of tokens "
                                + file
                                + ", so nobody is let in by it",
                        "see whose tokens are in it (`caretaker token list` after chmod 600)");
            }
            return tokens(Files.readString(file));
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            throw new Problem(
                    ProblemCode.FAILED,
                    "the file of tokens " + file + " cannot be read: " + e.getMessage(),
                    "it must belong to the daemon's user",
                    e);
        }
    }

    private List<Token> tokens(String text) {
        try {
            Fields fields = Fields.strict(JsonLine.read(text));
            int version = fields.integer("version");
            var tokens = new ArrayList<Token>();
            for (Fields each : fields.objects("tokens")) {
                each.build(() -> token(each)).ifPresent(tokens::add);
            }
            if (fields.problems().isEmpty() && version == VERSION) {
                return List.copyOf(tokens);
            }
        } catch (IllegalArgumentException _) {
            // Said below. What is wrong in it is not said, because it would be quoted.
        }
        throw new Problem(
                ProblemCode.FAILED,
                "the file of tokens " + file + " is damaged, so nobody is let in by it",
                "put a copy back, or move it away and make new tokens");
    }

    private static Token token(Fields fields) {
        return new Token(
                fields.text("id"),
                fields.text("name"),
                fields.word("role", Access.class),
                fields.text("hash"),
                fields.instant("created"),
                fields.optionalInstant("expires"));
    }

    /// Changes the tokens; another process that does waits.
    ///
    /// @param change of what is there; throws when it cannot be
    /// @throws Problem as [#read()], and `STORE_UNWRITABLE` when it cannot be written; then nothing
    ///   has changed
    public synchronized void change(UnaryOperator<List<Token>> change) {
        Path lock = file.resolveSibling("tokens.lock");
        try {
            ownDirectory(file);
            try (var channel =
                            FileChannel.open(
                                    lock,
                                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                                    PosixFilePermissions.asFileAttribute(
                                            PosixFilePermissions.fromString("rw-------")));
                    var _ = channel.lock()) {
                Durable.write(file, text(change.apply(read())));
            }
        } catch (IOException e) {
            throw new Problem(
                    ProblemCode.STORE_UNWRITABLE,
                    "the file of tokens " + file + " cannot be written: " + e.getMessage(),
                    "caretaker's user must be allowed to write there",
                    e);
        }
    }

    static void ownDirectory(Path file) throws IOException {
        Path directory = file.getParent();
        if (directory != null) {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
    }

    private static String text(List<Token> tokens) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("version", VERSION);
        document.put("tokens", tokens.stream().map(TokenFile::document).toList());
        return JsonText.of(document) + "\n";
    }

    private static Map<String, @Nullable Object> document(Token token) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("id", token.id());
        document.put("name", token.name());
        document.put("role", token.role().name().toLowerCase(Locale.ROOT));
        document.put("hash", token.hash());
        document.put("created", token.created());
        document.put("expires", token.expires());
        return document;
    }
}
