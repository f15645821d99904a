package io.caretaker.channels.text;

import com.samskivert.mustache.BasicCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import io.caretaker.core.alert.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A text in Mustache that becomes a message's title, text or HTML. It sees a [MessageModel] and
/// nothing else: no method is called and no class is looked into. An unknown name is an error.
/// Thread-safe.
public final class MessageTemplate {
    private final Template template;
    private final int mostBytes;

    private MessageTemplate(Template template, int mostBytes) {
        this.template = template;
        this.mostBytes = mostBytes;
    }

    /// Reads a template.
    ///
    /// @param html whether values are escaped for HTML
    /// @param mostBytes of the result in UTF-8
    /// @throws MustacheException when it is no Mustache
    public static MessageTemplate of(String source, boolean html, int mostBytes) {
        return new MessageTemplate(compiler(html).compile(source), mostBytes);
    }

    /// One of caretaker's own, beside this class.
    static MessageTemplate usual(String name, boolean html, int mostBytes) {
        return of(resource(name), html, mostBytes);
    }

    private static Mustache.Compiler compiler(boolean html) {
        return Mustache.compiler()
                .escapeHTML(html)
                .emptyStringIsFalse(true)
                .zeroIsFalse(true)
                .strictSections(true)
                .withCollector(new MapsOnly());
    }

    Template template() {
        return template;
    }

    /// Lists fewer and fewer of the lines until the result is short enough.
    ///
    /// @throws MustacheException when a name is unknown, or the result is too long with one line
    public String render(Message message, Times times) {
        var model = MessageModel.of(message, times);
        for (int lines = model.lines(); lines > 0; lines /= 2) {
            var result = new BoundedWriter(mostBytes);
            try {
                template.execute(model.fields(lines), result);
                return result.toString();
            } catch (MustacheException e) {
                if (!result.overflowed()) {
                    throw e;
                }
            }
        }
        throw new MustacheException("the result is longer than " + mostBytes + " bytes");
    }

    private static String resource(String name) {
        try (InputStream content = MessageTemplate.class.getResourceAsStream(name)) {
            if (content == null) {
                throw new IllegalStateException("the template " + name + " is not in the program");
            }
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The usual collector of the library without its look at fields and methods.
    private static final class MapsOnly extends BasicCollector {
        @Override
        public <K, V> Map<K, V> createFetcherCache() {
            return new ConcurrentHashMap<>();
        }
    }
}
