package io.caretaker.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every page on a phone and on a desk, light and dark.
class EveryPageIT {
    @RegisterExtension static final OpenShop OPEN = new OpenShop();

    static Stream<Arguments> looks() {
        return Pages.ALL.keySet().stream()
                .flatMap(page -> Stream.of(Screen.values()).map(each -> Arguments.of(page, each)));
    }

    @ParameterizedTest
    @MethodSource("looks")
    void every_page_is_whole_quiet_and_usable(String name, Screen screen) {
        try (Window window = OPEN.window(screen)) {
            window.open(Objects.requireNonNull(Pages.ALL.get(name)));
            window.picture(name);
            window.judge(name);
        }
    }

    @Test
    void what_is_not_there_is_said_on_a_page_of_its_own() {
        try (Window window = OPEN.window(Screen.PHONE_LIGHT)) {
            for (String path :
                    new String[] {"/nothing", "/services/none", "/hosts/none", "/databases/none"}) {
                assertThat(window.open(path, 404).locator("main").innerText())
                        .as(path)
                        .containsIgnoringCase("not found");
            }
            window.picture("not-found");
        }
    }
}
