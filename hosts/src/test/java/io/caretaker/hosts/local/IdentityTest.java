package io.caretaker.hosts.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.host.Command;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IdentityTest {
    private static final Identity ROOT = new Identity("root", true);
    private static final Identity PERSON = new Identity("anna", false);
    private static final Command COMMAND = Command.of("id", "-un");

    @Test
    void nothing_stands_before_a_command_that_stays_who_it_is() {
        assertThat(PERSON.arguments(COMMAND)).containsExactly("id", "-un");
        assertThat(PERSON.arguments(COMMAND.as("anna"))).containsExactly("id", "-un");
        assertThat(ROOT.arguments(COMMAND.withSudo(true))).containsExactly("id", "-un");
        assertThat(ROOT.arguments(COMMAND.as("root"))).containsExactly("id", "-un");
    }

    @Test
    void a_person_becomes_somebody_else_by_sudo_without_being_asked() {
        assertThat(PERSON.arguments(COMMAND.withSudo(true)))
                .containsExactly("sudo", "-n", "--", "id", "-un");
        assertThat(PERSON.arguments(COMMAND.as("postgres")))
                .containsExactly("sudo", "-n", "-u", "postgres", "--", "id", "-un");
    }

    @Test
    void values_of_variables_do_not_show_in_the_process_list() {
        var secret = COMMAND.withSudo(true).withEnvironment(Map.of("PGPASSWORD", "s3cret"));

        assertThat(PERSON.arguments(secret))
                .contains("--preserve-env=PGPASSWORD")
                .noneMatch(argument -> argument.contains("s3cret"));
        assertThat(PERSON.environment(secret)).containsEntry("PGPASSWORD", "s3cret");
    }

    @Test
    void root_steps_down_to_the_numbers_of_a_known_user() {
        assertThat(ROOT.arguments(COMMAND.as("nobody")))
                .startsWith("setpriv", "--reuid=65534")
                .endsWith("--init-groups", "--", "id", "-un");
        assertThat(ROOT.arguments(COMMAND.as("no-such-user")))
                .startsWith("runuser", "-u", "no-such-user", "--");
    }
}
