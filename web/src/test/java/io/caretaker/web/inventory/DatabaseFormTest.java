package io.caretaker.web.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Fault;
import io.caretaker.core.health.ConnectionReport;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DatabaseFormTest {
    private static DatabaseForm form(String address, String port, String user, String secret) {
        return new DatabaseForm(
                "",
                "",
                "mariadb",
                "Shop",
                address,
                port,
                "",
                user,
                secret,
                "",
                "",
                "default",
                "",
                "production",
                "eu");
    }

    @Test
    void an_empty_port_is_the_usual_one_of_the_engine() {
        assertThat(form("db1", "", "care", "none").target().port()).isEqualTo(3306);
        assertThat(form("db1", "", "care", "none").problems(true, false)).isEmpty();
    }

    @Test
    void all_that_is_missing_is_said_at_once_by_field() {
        assertThat(form("", "70000", "", "typed").problems(true, false))
                .containsOnlyKeys("address", "port", "password", "user");
        assertThat(form("db1:3306/x", "1", "care", "file").problems(true, false))
                .containsOnlyKeys("address", "reference");
    }

    @Test
    void an_id_is_made_of_a_name() {
        assertThat(DatabaseForm.id("svc_", "Orders & Höfe (new)")).isEqualTo("svc_orders_h_fe_new");
        assertThat(DatabaseForm.id("svc_", "注文")).isEqualTo("svc_database");
    }

    @Test
    void a_refused_log_in_says_which_statements_make_an_account() {
        DatabaseForm form = form("db1", "", "care", "typed");
        ConnectionReport report =
                ConnectionReport.of(
                        form.target(),
                        new DatabaseReply.Refused(
                                Fault.AUTHENTICATION, "access denied for user 'care'", null),
                        Instant.EPOCH,
                        Duration.ofMillis(5));

        DatabaseFormPage.Trial trial = Trials.of(report, form);

        assertThat(trial.headline()).isEqualTo("The log-in is refused");
        assertThat(trial.statements())
                .contains("GRANT SELECT ON performance_schema.* TO 'care'@'%';");
    }

    @Test
    void a_name_that_could_be_more_than_a_name_is_put_into_no_statement() {
        DatabaseForm form = form("db1", "", "care'; drop", "typed");
        ConnectionReport report =
                ConnectionReport.of(
                        form.target(),
                        new DatabaseReply.Refused(Fault.AUTHENTICATION, "access denied", null),
                        Instant.EPOCH,
                        Duration.ofMillis(5));

        assertThat(Trials.of(report, form).statements()).isEmpty();
    }

    @Test
    void a_typed_password_is_kept_for_its_owner_and_for_a_while() {
        var now = new AtomicLong();
        var kept = new KeptSecrets(now::get);
        String name = kept.keep("local:anna", Secret.of("s3cret"));

        assertThat(kept.of("local:anna", name)).contains(Secret.of("s3cret"));
        assertThat(kept.of("token:bert", name)).isEmpty();
        now.addAndGet(Duration.ofMinutes(16).toNanos());
        assertThat(kept.of("local:anna", name)).isEmpty();
    }
}
