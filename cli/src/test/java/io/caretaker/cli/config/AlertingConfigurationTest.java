package io.caretaker.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.channels.ChannelSettings;
import io.caretaker.channels.ChannelSettings.Email.Security;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.AlertingPolicy;
import io.caretaker.core.alert.ChannelKind;
import io.caretaker.core.alert.ChannelPolicy;
import io.caretaker.core.alert.EscalationPolicy.Step;
import io.caretaker.core.alert.OnCall;
import io.caretaker.core.alert.QuietHours;
import io.caretaker.core.alert.Route;
import io.caretaker.core.alert.RulePolicy;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.secret.SecretReference.FromCommand;
import io.caretaker.core.secret.SecretReference.FromEnvironment;
import io.caretaker.core.secret.SecretReference.FromFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertingConfigurationTest {
    private static final String WHOLE =
            """
            alerting:
              group_wait_sec: 2
              repeat_interval_sec: 7200
              reopen_sec: 300
              give_up_days: 5
              heartbeat: {url: {env: PING_URL}, interval_sec: 30, method: post}
              channels:
                dba-mail:
                  type: email
                  host: smtp.example.org
                  security: tls
                  user: caretaker
                  password: {env: SMTP_PASSWORD}
                  ca_file: ca.pem
                  from: Caretaker <caretaker@example.org>
                  to: [dba@example.org, Ops <ops@example.org>]
                  reply_to: dba@example.org
                  min_severity: medium
                  events: false
                  repeat_interval_sec: 3600
                  burst: 3
                  pace_sec: 60
                  quiet_hours: {days: [monday, Friday], start_time: "22:00", end_time: "07:00", timezone: Europe/Berlin}
                  template: {title: "{{title}}", text: {file: mail.mustache}}
                team-slack: {type: slack, url: {file: /etc/caretaker/slack}, proxy: "http://proxy:3128", timeout_sec: 5}
                pager: {type: pagerduty, routing_key: {command: [pass, pager]}, min_severity: high}
                hook:
                  type: webhook
                  url: https://example.org/hook
                  payload: alertmanager
                  headers: {X-Team: dba}
                  signing_key: {env: KEY}
                  bearer: {env: TOKEN}
                am: {type: alertmanager, urls: [http://a:9093, http://b:9093], user: x, password: {env: AM}}
                log: {type: syslog, facility: local0}
                script: {type: command, command: /bin/tell --short}
              routes:
              - match: {environment: production, severity: [high, critical], rule: [service_down, Host_Silent], tags: db}
                escalation_policy: dba
                continue: true
              - {match: {service_type: PostgreSQL}, channels: email}
              - channels: [log, week]
              escalation_policies:
                dba:
                  steps:
                  - {after_sec: 900, channels: [pager, week]}
                  - {to: team-slack}
              on_call:
                week: {members: [pager, hook], starts: "2026-01-05T09:00", timezone: Europe/Berlin, every_days: 3}
              rules:
                service_warning: {enabled: false}
                service_down: {severity: critical, for_sec: 30}
            """;

    @TempDir private Path directory;

    private AlertingSettings whole() throws IOException {
        var machine = new Machine(directory);
        machine.write("work/mail.mustache", "Hello\n{{title}}\n");
        machine.write("work/caretaker.yaml", WHOLE);
        return machine.settings().alerting();
    }

    private static ChannelSettings reach(AlertingSettings alerting, String name) {
        return alerting.channels().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void without_the_section_nobody_is_told_and_all_is_as_usual() throws IOException {
        var machine = new Machine(directory);
        machine.write("work/caretaker.yaml", "node: x\n");
        AlertingSettings alerting = machine.settings().alerting();
        assertThat(alerting.policy()).isEqualTo(AlertingPolicy.NONE);
        assertThat(alerting.channels()).isEmpty();
        assertThat(alerting.heartbeat()).isNull();
        assertThat(alerting.notes()).isEmpty();
    }

    @Test
    void times_and_rules_are_read() throws IOException {
        AlertingPolicy policy = whole().policy();
        assertThat(policy.groupWait()).isEqualTo(Duration.ofSeconds(2));
        assertThat(policy.repeat()).isEqualTo(Duration.ofHours(2));
        assertThat(policy.reopen()).isEqualTo(Duration.ofMinutes(5));
        assertThat(policy.giveUp()).isEqualTo(Duration.ofDays(5));
        assertThat(policy.rules())
                .isEqualTo(
                        Map.of(
                                AlertRule.SERVICE_WARNING,
                                new RulePolicy(false, null, Duration.ZERO),
                                AlertRule.SERVICE_DOWN,
                                new RulePolicy(true, Severity.CRITICAL, Duration.ofSeconds(30))));
    }

    @Test
    void channels_keep_their_order_and_say_what_they_want_to_hear() throws IOException {
        AlertingPolicy policy = whole().policy();
        assertThat(policy.channels().keySet())
                .containsExactly("dba-mail", "team-slack", "pager", "hook", "am", "log", "script");
        assertThat(policy.channel("dba-mail"))
                .contains(
                        new ChannelPolicy(
                                "dba-mail",
                                ChannelKind.EMAIL,
                                Severity.MEDIUM,
                                false,
                                true,
                                Duration.ofHours(1),
                                new QuietHours(
                                        Set.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                                        LocalTime.of(22, 0),
                                        LocalTime.of(7, 0),
                                        ZoneId.of("Europe/Berlin"),
                                        Severity.CRITICAL),
                                3,
                                Duration.ofMinutes(1)));
        assertThat(policy.channel("am")).contains(ChannelPolicy.of("am", ChannelKind.ALERTMANAGER));
    }

    @Test
    void how_each_channel_is_reached_is_read() throws IOException {
        AlertingSettings alerting = whole();
        Path work = directory.resolve("work");
        assertThat(reach(alerting, "dba-mail"))
                .isEqualTo(
                        new ChannelSettings.Email(
                                "dba-mail",
                                "smtp.example.org",
                                465,
                                Security.TLS,
                                "caretaker",
                                new FromEnvironment("SMTP_PASSWORD"),
                                work.resolve("ca.pem").toString(),
                                Duration.ofSeconds(20),
                                "Caretaker <caretaker@example.org>",
                                List.of("dba@example.org", "Ops <ops@example.org>"),
                                "dba@example.org",
                                new ChannelSettings.Templates(
                                        "{{title}}", "Hello\n{{title}}\n", null)));
        assertThat(reach(alerting, "team-slack"))
                .isEqualTo(
                        new ChannelSettings.Slack(
                                "team-slack",
                                new ChannelSettings.Address(
                                        null, new FromFile("/etc/caretaker/slack")),
                                new ChannelSettings.Http(
                                        Duration.ofSeconds(5),
                                        URI.create("http://proxy:3128"),
                                        null,
                                        null,
                                        null,
                                        null),
                                ChannelSettings.Templates.USUAL));
        assertThat(((ChannelSettings.PagerDuty) reach(alerting, "pager")).routingKey())
                .isEqualTo(new FromCommand(List.of("pass", "pager")));
        var hook = (ChannelSettings.Webhook) reach(alerting, "hook");
        assertThat(hook.payload()).isEqualTo(ChannelSettings.Webhook.Payload.ALERTMANAGER);
        assertThat(hook.headers()).containsExactly(Map.entry("X-Team", "dba"));
        assertThat(hook.signing()).isEqualTo(new FromEnvironment("KEY"));
        assertThat(hook.http().bearer()).isEqualTo(new FromEnvironment("TOKEN"));
        assertThat(((ChannelSettings.Alertmanager) reach(alerting, "am")).urls())
                .containsExactly(URI.create("http://a:9093"), URI.create("http://b:9093"));
        assertThat(reach(alerting, "log"))
                .isEqualTo(
                        new ChannelSettings.Syslog(
                                "log", "local", "local0", null, ChannelSettings.Templates.USUAL));
        assertThat(((ChannelSettings.Command) reach(alerting, "script")).command())
                .containsExactly("/bin/tell", "--short");
    }

    @Test
    void who_is_told_of_what_is_read() throws IOException {
        AlertingPolicy policy = whole().policy();
        assertThat(Objects.requireNonNull(policy.policies().get("dba")).steps())
                .containsExactly(
                        new Step(Duration.ZERO, List.of("team-slack")),
                        new Step(Duration.ofMinutes(15), List.of("pager", "week")));
        assertThat(policy.onCall())
                .containsValue(
                        new OnCall(
                                "week",
                                List.of("pager", "hook"),
                                LocalDateTime.of(2026, 1, 5, 9, 0),
                                ZoneId.of("Europe/Berlin"),
                                3));
        assertThat(policy.routes()).hasSize(3);
        Route first = policy.routes().getFirst();
        assertThat(first.goOn()).isTrue();
        assertThat(first.policy()).isEqualTo(policy.policies().get("dba"));
        assertThat(first.matcher().rules())
                .containsExactlyInAnyOrder(AlertRule.SERVICE_DOWN, AlertRule.HOST_SILENT);
        assertThat(first.matcher().severities())
                .containsExactlyInAnyOrder(Severity.HIGH, Severity.CRITICAL);
        assertThat(first.matcher().environments()).containsExactly("production");
        assertThat(first.matcher().tags()).containsExactly("db");
        assertThat(policy.routes().get(1).matcher().serviceTypes()).containsExactly("postgresql");
        assertThat(policy.routes().get(2).policy().steps().getFirst().to())
                .containsExactly("log", "week");
    }

    @Test
    void the_heartbeat_is_read() throws IOException {
        assertThat(whole().heartbeat())
                .isEqualTo(
                        new AlertingSettings.Heartbeat(
                                new ChannelSettings.Address(null, new FromEnvironment("PING_URL")),
                                Duration.ofSeconds(30),
                                AlertingSettings.Heartbeat.Method.POST));
    }

    @Test
    void what_is_in_force_names_every_channel_and_shows_no_secret() throws IOException {
        var machine = new Machine(directory);
        machine.write(
                "work/caretaker.yaml",
                """
                alerting:
                  heartbeat: {url: https://hc-ping.com/5b1c-secret}
                  channels:
                    chat: {type: slack, url: "https://hooks.slack.com/services/T0/B0/secret"}
                    hook: {type: webhook, url: "http://127.0.0.1:99?key=secret", headers: {X-Key: secret}}
                    mail: {type: email, host: h, from: a@b, to: [c@d], user: u, password: {env: SMTP}}
                  routes: [{match: {severity: high}, channels: [chat]}]
                """);
        var shown = new java.util.TreeMap<String, String>();
        for (InForce each : machine.settings().inForce()) {
            if (each.key().startsWith("alerting.")) {
                shown.put(each.key(), each.value() + " " + each.origin().line());
            }
        }
        assertThat(shown)
                .containsEntry("alerting.repeat_interval_sec", "14400 0")
                .containsEntry("alerting.heartbeat.url", "https://hc-ping.com/*** 2")
                .containsEntry("alerting.channels.chat.url", "https://hooks.slack.com/*** 4")
                .containsEntry("alerting.channels.hook.url", "http://127.0.0.1:99/*** 5")
                .containsEntry("alerting.channels.mail.password.env", "SMTP 6")
                .containsEntry("alerting.channels.mail.to", "[c@d] 6")
                .containsEntry("alerting.routes[0].match.severity", "high 7");
        assertThat(shown.toString()).doesNotContain("secret");
    }

    @Test
    void a_slack_address_in_the_clear_is_noted() throws IOException {
        var machine = new Machine(directory);
        machine.write(
                "work/caretaker.yaml",
                "alerting: {channels: {chat: {type: slack, url: 'https://hooks.slack.com/x'}}}\n");
        assertThat(machine.settings().notes())
                .singleElement()
                .satisfies(note -> assertThat(note).contains("'chat'").doesNotContain("hooks"));
    }

    @Test
    void services_keep_words_for_other_programs_where_nothing_is_configured() throws IOException {
        var machine = new Machine(directory);
        machine.write("work/caretaker.yaml", service("alerting: {channels: [email, pager]}"));
        assertThat(machine.settings().inventory().services().getFirst().alerting().channels())
                .containsExactly("email", "pager");
    }

    @Test
    void services_may_name_channels_types_and_schedules() throws IOException {
        var machine = new Machine(directory);
        machine.write("work/mail.mustache", "x");
        machine.write(
                "work/caretaker.yaml",
                WHOLE
                        + service(
                                "alerting: {channels: [email, dba-mail, week], escalation_policy: dba}"));
        assertThat(machine.settings().inventory().services()).hasSize(1);
    }

    static String service(String more) {
        return "hosts: [{host_id: h, ip_address: 127.0.0.1, environment: e, region: r}]\n"
                + "services:\n- {service_id: s, host_id: h, monitoring: {method: ssh}, "
                + more
                + "}\n";
    }
}
