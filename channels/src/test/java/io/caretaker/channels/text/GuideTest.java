package io.caretaker.channels.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GuideTest {
    @Test
    void the_guide_explains_every_name_of_a_template() throws Exception {
        String guide = Files.readString(Path.of("../docs/guide.md"));
        String chapter =
                guide.substring(
                        guide.indexOf("## Templates of messages"),
                        guide.indexOf("### What a channel makes of it"));

        assertThat(SampleMessages.names())
                .allSatisfy(name -> assertThat(chapter).contains("`" + name + "`"));
    }

    @Test
    void the_example_of_the_guide_is_a_good_template() {
        String text =
                """
                {{title}}
                {{#lines}}
                {{tag}} {{where}}, {{when}}{{#by}}, {{by}} sees to it{{/by}}
                {{ack_command}}
                {{/lines}}
                """;
        assertThat(TemplateCheck.of("text", text, false)).isEmpty();
        assertThat(TemplateCheck.of("title", "{{environment}}: {{title}}", false)).isEmpty();
    }
}
