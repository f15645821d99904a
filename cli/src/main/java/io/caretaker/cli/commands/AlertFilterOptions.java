package io.caretaker.cli.commands;

import io.caretaker.core.alert.AlertMatcher;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.document.NearestWord;
import io.caretaker.core.inventory.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// Which alerts are meant, as options. Of one option given more than once, one must fit; several
/// options must all fit.
final class AlertFilterOptions {
    @Option(names = "--service", paramLabel = "SERVICE", description = "of this service")
    List<String> services = List.of();

    @Option(names = "--host", paramLabel = "HOST", description = "of this host_id and its services")
    List<String> hosts = List.of();

    @Option(names = "--environment", paramLabel = "NAME", description = "of this environment")
    List<String> environments = List.of();

    @Option(names = "--region", paramLabel = "NAME", description = "of this region")
    List<String> regions = List.of();

    @Option(names = "--type", paramLabel = "TYPE", description = "of services of this type")
    List<String> types = List.of();

    @Option(names = "--tag", paramLabel = "TAG", description = "of what has this tag")
    List<String> tags = List.of();

    @Option(
            names = "--rule",
            paramLabel = "RULE",
            converter = Rule.class,
            description = "of this rule, such as service_down, metric or host_silent")
    List<AlertRule> rules = List.of();

    @Option(
            names = "--severity",
            paramLabel = "WORD",
            description = "of this severity: low, medium, high or critical")
    List<Severity> severities = List.of();

    /// Rules by their words.
    static final class Rule implements ITypeConverter<AlertRule> {
        @Override
        public AlertRule convert(String text) {
            try {
                return AlertRule.valueOf(text.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                List<String> words =
                        Arrays.stream(AlertRule.values()).map(AlertRule::word).toList();
                throw new TypeConversionException(
                        "there is no rule '" + text + "'; " + NearestWord.hint(text, words));
            }
        }
    }

    boolean none() {
        return matcher().equals(AlertMatcher.ALL);
    }

    /// The words as they were typed.
    AlertMatcher matcher() {
        return new AlertMatcher(
                Set.copyOf(rules),
                Set.copyOf(severities),
                Set.copyOf(environments),
                Set.copyOf(regions),
                types.stream()
                        .map(each -> each.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet()),
                Set.copyOf(services),
                Set.copyOf(hosts),
                Set.copyOf(tags));
    }
}
