package io.caretaker.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.health.EngineKind;
import io.caretaker.core.inventory.Care;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EngineProtectionTest {
    @ParameterizedTest
    @CsvSource({
        "MYSQL, mysql.session",
        "MYSQL, mysql.infoschema",
        "MYSQL, event_scheduler",
        "MARIADB, mariadb.sys",
        "MARIADB, event_scheduler",
        "MONGODB, __system"
    })
    void the_servers_own_accounts_are_protected(EngineKind kind, String user) {
        assertThat(objection(kind, user, null)).isEqualTo("protected user " + user);
    }

    @ParameterizedTest
    @CsvSource({
        "MYSQL, mysqldump",
        "MARIADB, mariadb-dump",
        "MARIADB, mariadb-backup",
        "MONGODB, mongodump",
        "MONGODB, pbm-agent-exec",
        "MONGODB, MongoDB CPS Module v13.17.2.8878 (git: 70c0b932f47f)",
        "MONGODB, MongoDB Automation Agent v107.0.12"
    })
    void backup_programs_and_agents_are_protected(EngineKind kind, String application) {
        assertThat(objection(kind, "backup", application))
                .startsWith("protected application " + application);
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void an_administrator_is_not_protected_by_name_alone(EngineKind kind) {
        for (String user : List.of("root", "postgres", "admin", "system")) {
            assertThat(objection(kind, user, "app")).as(user).isNull();
        }
    }

    @Test
    void what_a_service_lists_stays_and_comes_first() {
        var listed = new Protection(List.of("vip", "event_scheduler"), List.of(), List.of("hr"));
        Protection both = listed.and(EngineProtection.of(EngineKind.MARIADB));
        assertThat(both.users()).startsWith("vip", "event_scheduler").doesNotHaveDuplicates();
        assertThat(both.users()).contains("mariadb.sys");
        assertThat(both.databases()).containsExactly("hr");
        assertThat(Care.DEFAULT.protecting(listed).protection()).isEqualTo(listed);
    }

    private static @Nullable String objection(
            EngineKind kind, String user, @Nullable String application) {
        return EngineProtection.of(kind)
                .objection(
                        SomeSession.of("1", SessionState.IDLE, 5)
                                .user(user)
                                .application(application)
                                .session());
    }
}
