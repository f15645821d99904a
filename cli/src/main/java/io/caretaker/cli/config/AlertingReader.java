package io.caretaker.cli.config;

import io.caretaker.channels.ChannelSettings;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.AlertingPolicy;
import io.caretaker.core.alert.ChannelPolicy;
import io.caretaker.core.alert.EscalationPolicy;
import io.caretaker.core.alert.OnCall;
import io.caretaker.core.alert.RulePolicy;
import io.caretaker.core.document.Fields;
import io.caretaker.core.document.NearestWord;
import io.caretaker.core.inventory.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the section `alerting`. Problems are noted in the fields. For one use.
final class AlertingReader {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final String FOR = "for_sec";

    private final Fields fields;
    private final AlertingNames names;
    private final ChannelReader channelReader;
    private final List<String> notes = new ArrayList<>();
    private final List<ChannelSettings> channels = new ArrayList<>();
    private final Map<String, ChannelPolicy> channelPolicies = new LinkedHashMap<>();
    private final Map<String, EscalationPolicy> policies = new LinkedHashMap<>();
    private final Map<String, OnCall> onCall = new LinkedHashMap<>();

    /// Makes a reader.
    ///
    /// @param fields the section
    /// @param paths reads a path
    AlertingReader(
            Fields fields, AlertingNames names, BiFunction<Fields, String, @Nullable Path> paths) {
        this.fields = fields;
        this.names = names;
        this.channelReader = new ChannelReader(paths, notes);
    }

    AlertingSettings read() {
        each("channels").forEach(this::readChannel);
        each("on_call").forEach(this::readOnCall);
        each("escalation_policies").forEach(this::readPolicy);
        AlertingPolicy usual = AlertingPolicy.NONE;
        var policy =
                new AlertingPolicy(
                        WallTimes.atLeast(fields, "group_wait_sec", usual.groupWait(), 0),
                        WallTimes.atLeast(fields, "repeat_interval_sec", usual.repeat(), 1),
                        WallTimes.atLeast(fields, "reopen_sec", usual.reopen(), 0),
                        giveUp(usual.giveUp()),
                        channelPolicies,
                        new RouteReader(names, policies).read(fields),
                        policies,
                        onCall,
                        rules());
        return new AlertingSettings(policy, channels, heartbeat(), notes);
    }

    private Duration giveUp(Duration usual) {
        int days = fields.integer("give_up_days", (int) usual.toDays());
        if (days < 1 || days > 365) {
            fields.problem("give_up_days", "must be 1 to 365, but is " + days, "");
            return usual;
        }
        return Duration.ofDays(days);
    }

    /// The objects below a key by their names.
    private Map<String, Fields> each(String key) {
        Fields objects = fields.object(key);
        var each = new LinkedHashMap<String, Fields>();
        for (String name : objects.given().keySet()) {
            Fields object = objects.object(name);
            Object given = objects.given().get(name);
            if (!NAME.matcher(name).matches()) {
                objects.problem(name, "a name is made of letters, digits, '-' and '_'", "");
            } else if (given == null || given instanceof Map<?, ?>) {
                each.put(name, object);
            }
        }
        return each;
    }

    private void readChannel(String name, Fields channel) {
        if (names.kinds().contains(name)
                && !name.equals(String.valueOf(channel.given().get("type")))) {
            channel.problem("a channel of another type must not be called " + name, "");
        }
        channelReader
                .read(name, channel)
                .ifPresent(found -> {
                    channels.add(found.settings());
                    channelPolicies.put(name, found.policy());
                });
    }

    private void readOnCall(String name, Fields schedule) {
        if (names.channels().contains(name) || names.kinds().contains(name)) {
            schedule.problem("a channel or type of channel is called " + name + " already", "");
        }
        List<String> members = schedule.textOrTexts("members");
        names.checkChannels(schedule, "members", members);
        schedule.build(() ->
                        new OnCall(
                                name,
                                members,
                                schedule.parsed("starts", WallTimes::local, LocalDateTime.MIN),
                                WallTimes.zone(schedule, "timezone"),
                                schedule.integer("every_days", 7)))
                .ifPresent(found -> onCall.put(name, found));
    }

    private void readPolicy(String name, Fields policy) {
        var steps = new ArrayList<EscalationPolicy.Step>();
        for (Fields step : policy.objects("steps")) {
            List<String> to = receivers(step);
            step.build(() ->
                            new EscalationPolicy.Step(step.seconds("after_sec", Duration.ZERO), to))
                    .ifPresent(steps::add);
        }
        if (!policy.has("steps")) {
            policy.problem("'steps' is missing", "");
        } else if (policy.given().get("steps") instanceof List<?> list && list.isEmpty()) {
            policy.problem("steps", "must not be empty", "");
        }
        if (!steps.isEmpty()) {
            policies.put(name, new EscalationPolicy(name, steps));
        }
    }

    private List<String> receivers(Fields step) {
        boolean other = step.has("channels");
        String key = step.has("to") || !other ? "to" : "channels";
        List<String> to = step.textOrTexts(key);
        if (step.has("to") && other) {
            step.problem("has both 'to' and 'channels', which mean the same", "");
        } else if (!step.has(key)) {
            step.problem("'to' is missing", "name channels or on-call schedules");
        } else if (step.given().get(key) instanceof List<?> list && list.isEmpty()) {
            step.problem(key, "must not be empty", "");
        }
        names.checkReceivers(step, key, to);
        return to;
    }

    private Map<AlertRule, RulePolicy> rules() {
        var rules = new EnumMap<AlertRule, RulePolicy>(AlertRule.class);
        each("rules")
                .forEach((name, rule) -> {
                    var policy =
                            new RulePolicy(
                                    rule.bool("enabled", true),
                                    rule.optionalWord("severity", Severity.class),
                                    WallTimes.atLeast(rule, FOR, Duration.ZERO, 0));
                    AlertRule known = RouteReader.rule(name);
                    if (known == null) {
                        rule.problem(
                                "there is no rule '" + name + "'",
                                NearestWord.hint(name, RouteReader.RULES));
                        return;
                    }
                    if (!known.condition() && !policy.hold().isZero()) {
                        rule.problem(FOR, "means nothing: " + name + " happens and is over", "");
                    }
                    rules.put(known, policy);
                });
        return rules;
    }

    private AlertingSettings.@Nullable Heartbeat heartbeat() {
        Fields heartbeat = fields.object("heartbeat");
        ChannelSettings.Address url = WebAddress.read(heartbeat, "url");
        Duration interval = WallTimes.atLeast(heartbeat, "interval_sec", Duration.ofSeconds(60), 1);
        String method = heartbeat.oneOf("method", List.of("get", "post"));
        if (url == null && !heartbeat.given().isEmpty() && !heartbeat.has("url")) {
            heartbeat.problem("'url' is missing", "");
        }
        return url == null
                ? null
                : new AlertingSettings.Heartbeat(
                        url,
                        interval,
                        AlertingSettings.Heartbeat.Method.valueOf(
                                (method == null ? "get" : method).toUpperCase(Locale.ROOT)));
    }
}
