package io.caretaker.cli.config;

import io.caretaker.channels.ChannelSettings;
import io.caretaker.channels.Rendering;
import io.caretaker.core.alert.ChannelKind;
import io.caretaker.core.document.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Reads a channel's templates, from the configuration itself or from files that it names.
///
/// @param paths reads a path
record TemplateReader(BiFunction<Fields, String, @Nullable Path> paths) {
    private static final long LARGEST = 256 * 1024;

    ChannelSettings.Templates read(Fields template, ChannelKind kind) {
        String title = text(template, "title");
        String text = text(template, "text");
        String html = text(template, "html");
        if (html != null && kind != ChannelKind.EMAIL) {
            template.problem("html", "only email has a text in HTML", "");
        }
        if (title != null && title.strip().contains("\n")) {
            template.problem("title", "must be one line", "");
        }
        var templates =
                new ChannelSettings.Templates(title == null ? null : title.strip(), text, html);
        check(template, "title", new ChannelSettings.Templates(templates.title(), null, null));
        check(template, "text", new ChannelSettings.Templates(null, text, null));
        check(template, "html", new ChannelSettings.Templates(null, null, html));
        return templates;
    }

    private static void check(Fields template, String key, ChannelSettings.Templates one) {
        Rendering.problems(one)
                .forEach(problem -> template.problem(key, problem.message(), problem.hint()));
    }

    private @Nullable String text(Fields template, String key) {
        Object given = template.given().get(key);
        if (given == null || template.isText(key)) {
            return template.optionalText(key);
        }
        Fields fields = template.object(key);
        Path file = paths.apply(fields, "file");
        if (file == null) {
            if (!fields.has("file")) {
                fields.problem("must be a text, or {file: PATH}", "");
            }
            return null;
        }
        return content(fields, file);
    }

    private static @Nullable String content(Fields fields, Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                fields.problem("file", file + " is larger than 256 KiB", "");
                return null;
            }
            return Files.readString(file);
        } catch (IOException e) {
            String why = Files.exists(file) ? "cannot be read as UTF-8 text" : "is not there";
            fields.problem("file", file + " " + why, "");
            return null;
        }
    }
}
