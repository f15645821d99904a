package io.caretaker.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadAlertingTest {
    private static final String LOG = "alerting:\n  channels:\n    log: {type: syslog}\n";

    @TempDir private Path directory;

    static Stream<Arguments> channels() {
        return Stream.of(
                Arguments.of("{}", "2:21: alerting.channels.x: 'type' is missing (email, slack"),
                Arguments.of(
                        "{type: emial}",
                        "2:31: alerting.channels.x.type: must be one of email, slack, pagerduty,"
                                + " webhook, alertmanager, syslog, command, but is 'emial' (did you"
                                + " mean 'email'?)"),
                Arguments.of("{type: email}", "x: 'host' is missing"),
                Arguments.of(
                        "{type: email, host: h, from: a@b, to: []}", "x.to: must not be empty"),
                Arguments.of(
                        "{type: email, host: h, from: a@b, to: [c]}",
                        "x.to[0]: must be a mail address, but is 'c'"),
                Arguments.of(
                        "{type: email, host: h, from: 'nobody', to: [c@d]}",
                        "x.from: must be a mail address"),
                Arguments.of(
                        "{type: email, host: h, port: 70000, from: a@b, to: [c@d]}",
                        "x.port: must be 1 to 65535"),
                Arguments.of(
                        "{type: email, host: h, from: a@b, to: [c@d], user: u}",
                        "x: 'password' is missing"),
                Arguments.of(
                        "{type: email, host: h, from: a@b, to: [c@d], password: {env: X}}",
                        "x.password: whose it is must be said by 'user'"),
                Arguments.of(
                        "{type: email, host: h, from: a@b, to: [c@d], user: u, password: hunter2}",
                        "x.password: a secret must not be written here"),
                Arguments.of(
                        "{type: slack, url: {env: X}, host: h}",
                        "x.host: is no key of a channel of type slack (it belongs to email)"),
                Arguments.of(
                        "{type: slack, url: {env: X}, templat: {}}",
                        "x.templat: unknown key 'templat' (did you mean 'template'?)"),
                Arguments.of("{type: slack}", "x: 'url' is missing"),
                Arguments.of(
                        "{type: slack, url: 'ftp://x'}",
                        "x.url: must begin with https:// or http://"),
                Arguments.of(
                        "{type: slack, url: 'https://u:p@x'}",
                        "x.url: a password must not be written here"),
                Arguments.of(
                        "{type: slack, url: {env: X}, proxy: 'https://p:1'}",
                        "x.proxy: must be http://HOST:PORT"),
                Arguments.of("{type: pagerduty}", "x: 'routing_key' is missing"),
                Arguments.of(
                        "{type: webhook, url: 'http://x', headers: {Authorization: Bearer x}}",
                        "x.headers: a secret must not be written here: Authorization"),
                Arguments.of(
                        "{type: webhook, url: 'http://x', bearer: {env: X}, user: u, password: {env: Y}}",
                        "x.bearer: excludes user and password"),
                Arguments.of("{type: alertmanager}", "x: must have either urls or url"),
                Arguments.of("{type: alertmanager, urls: [x]}", "x.urls[0]: must begin with"),
                Arguments.of("{type: syslog, to: 'udp://x'}", "x.to: must be local, unix:PATH,"),
                Arguments.of("{type: syslog, facility: lcoal0}", "(did you mean 'local0'?)"),
                Arguments.of("{type: command}", "x: 'command' is missing"),
                Arguments.of("{type: command, command: []}", "x.command: must not be empty"),
                Arguments.of(
                        "{type: syslog, burst: 0}", "x.burst: burst must be 1 to 1000, but is 0"),
                Arguments.of(
                        "{type: syslog, quiet_hours: {start_time: '25:00', end_time: '07:00'}}",
                        "x.quiet_hours.start_time: must be a time of day such as 22:00"),
                Arguments.of(
                        "{type: syslog, quiet_hours: {start_time: '22:00'}}",
                        "x.quiet_hours: 'end_time' is missing"),
                Arguments.of(
                        "{type: syslog, quiet_hours: {days: [mon], start_time: '1:00', end_time: '2:00'}}",
                        "x.quiet_hours.days[0]: must be one of monday"),
                Arguments.of(
                        "{type: syslog, template: {html: '<p>'}}",
                        "x.template.html: only email has a text in HTML"),
                Arguments.of(
                        "{type: syslog, template: {text: {file: no.mustache}}}",
                        "no.mustache is not there"),
                Arguments.of("{type: syslog, template: {text: '{{titel}}'}}", "x.template.text: "),
                Arguments.of(
                        "{type: syslog, template: {title: {fil: x}}}",
                        "x.template.title: must be a text, or {file: PATH}"));
    }

    @ParameterizedTest
    @MethodSource("channels")
    void says_what_is_wrong_with_a_channel(String channel, String expected) throws IOException {
        assertSaid("alerting:\n  channels: {       x: " + channel + "}\n", expected);
    }

    static Stream<Arguments> sections() {
        return Stream.of(
                Arguments.of(
                        LOG + "  routes:\n  - {channels: [lgo]}\n",
                        "5:17: alerting.routes[0].channels[0]: there is no channel, type of channel"
                                + " or schedule 'lgo' (did you mean 'log'?)"),
                Arguments.of(
                        LOG + "  routes: [{}]\n",
                        "routes[0]: must have either channels or escalation_policy"),
                Arguments.of(
                        LOG + "  routes: [{match: {severity: sever}, channels: log}]\n",
                        "routes[0].match.severity[0]: there is no severity 'sever' (known here: low, medium,"),
                Arguments.of(
                        LOG + "  routes: [{match: {rule: servicedown}, channels: log}]\n",
                        "rule[0]: there is no rule 'servicedown' (did you mean 'service_down'?)"),
                Arguments.of(
                        LOG + "  routes: [{match: {tags: []}, channels: log}]\n",
                        "match.tags: must not be empty"),
                Arguments.of(
                        LOG + "  routes: [{match: {enviroment: x}, channels: log}]\n",
                        "did you mean 'environment'?"),
                Arguments.of(
                        LOG + "  routes: [{escalation_policy: dba}]\n",
                        "4:32: alerting.routes[0].escalation_policy: there is no escalation policy"
                                + " 'dba'"),
                Arguments.of(
                        LOG + "  escalation_policies: {p: {steps: []}}\n",
                        "escalation_policies.p.steps: must not be empty"),
                Arguments.of(
                        LOG + "  escalation_policies: {p: {steps: [{to: [pager]}]}}\n",
                        "steps[0].to[0]: there is no channel, type of channel or schedule 'pager'"),
                Arguments.of(
                        LOG + "  escalation_policies: {p: {steps: [{to: log, channels: log}]}}\n",
                        "steps[0]: has both 'to' and 'channels'"),
                Arguments.of(
                        LOG + "  escalation_policies: {p: {steps: [{to: log, after_sec: -1}]}}\n",
                        "after_sec must not be negative"),
                Arguments.of(
                        LOG + "  on_call: {w: {members: [lok], starts: '2026-01-05T09:00'}}\n",
                        "on_call.w.members[0]: there is no channel 'lok' (did you mean 'log'?)"),
                Arguments.of(
                        LOG + "  on_call: {w: {members: log, starts: monday}}\n",
                        "on_call.w.starts: must be a date and time such as 2026-01-05T09:00"),
                Arguments.of(
                        LOG + "  on_call: {log: {members: log, starts: '2026-01-05T09:00'}}\n",
                        "on_call.log: a channel or type of channel is called log already"),
                Arguments.of(
                        LOG + "    syslog: {type: command, command: x}\n",
                        "channels.syslog: a channel of another type must not be called syslog"),
                Arguments.of(
                        "alerting: {rules: {service_dwon: {}}}\n",
                        "rules.service_dwon: there is no rule 'service_dwon' (did you mean"
                                + " 'service_down'?)"),
                Arguments.of(
                        "alerting: {rules: {recovery_done: {for_sec: 5}}}\n",
                        "for_sec: means nothing: recovery_done happens and is over"),
                Arguments.of(
                        "alerting: {give_up_days: 0}\n",
                        "1:26: alerting.give_up_days: must be 1 to 365"),
                Arguments.of(
                        "alerting: {heartbeat: {interval_sec: 5}}\n",
                        "alerting.heartbeat: 'url' is missing"),
                Arguments.of(
                        "alerting: {channels: {'a b': {type: syslog}}}\n",
                        "a name is made of letters, digits, '-' and '_'"),
                Arguments.of(
                        LOG + "defaults: {alerting: {channels: [lok]}}\n",
                        "4:34: defaults.alerting.channels[0]: there is no channel"),
                Arguments.of(
                        LOG + AlertingConfigurationTest.service("alerting: {channels: [lgo]}"),
                        "services[0].alerting.channels[0]: there is no channel"),
                Arguments.of(
                        LOG
                                + AlertingConfigurationTest.service(
                                        "alerting: {escalation_policy: dba}"),
                        "services[0].alerting.escalation_policy: there is no escalation policy"
                                + " 'dba' (write it under alerting.escalation_policies)"));
    }

    @ParameterizedTest
    @MethodSource("sections")
    void says_where_and_what(String yaml, String expected) throws IOException {
        assertSaid(yaml, expected);
    }

    private void assertSaid(String yaml, String expected) throws IOException {
        assertThat(new Machine(directory).problems(yaml))
                .anySatisfy(line -> assertThat(line).contains(expected))
                .noneSatisfy(line -> assertThat(line).contains("hunter2"));
    }

    @Test
    void says_all_of_it_at_once_and_each_thing_once() throws IOException {
        assertThat(
                        new Machine(directory)
                                .problems(
                                        """
                                        alerting:
                                          repeat_interval_sec: 0
                                          channels:
                                            a: {type: slack, url: 5}
                                            b: {type: email, host: h, from: a@b, to: [1], port: x}
                                            c: 7
                                          routes:
                                          - {match: {rule: [1, x]}, channels: [d]}
                                        """))
                .hasSize(8)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo(java.util.Comparator.comparing(line -> line.split(":", 3)[1]));
    }
}
