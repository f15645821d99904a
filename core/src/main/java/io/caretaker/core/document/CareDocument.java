package io.caretaker.core.document;

import io.caretaker.core.health.HealthStatus;
import io.caretaker.core.health.Threshold;
import io.caretaker.core.health.Thresholds;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.session.CleanupPolicy;
import io.caretaker.core.session.CleanupPolicy.Limit;
import io.caretaker.core.session.Offence;
import io.caretaker.core.session.Protection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The object `care` of a service that is a database.
public final class CareDocument {
    private static final String OFF = "off";

    private CareDocument() {}

    public static Map<String, @Nullable Object> of(Care care) {
        var cleanup =
                new Document()
                        .put("enabled", care.cleanup().enabled())
                        .seconds("interval_sec", care.cleanup().interval())
                        .seconds("grace_sec", care.cleanup().grace())
                        .put("max_per_cycle", care.cleanup().mostPerCycle());
        for (Offence offence : Offence.values()) {
            cleanup.put(offence.label(), limit(care.cleanup().limit(offence)));
        }
        return new Document()
                .put("thresholds", thresholds(care.thresholds()))
                .put("cleanup", cleanup.fields())
                .put("protect", protection(care.protection()))
                .seconds("long_query_sec", care.longQuery())
                .put("emergency_on_signal", care.emergencyOnSignal())
                .fields();
    }

    private static Map<String, @Nullable Object> limit(Limit limit) {
        return new Document()
                .put("end", limit.end())
                .seconds("after_sec", limit.after())
                .put("act_at", limit.actAt())
                .fields();
    }

    private static Map<String, @Nullable Object> thresholds(Thresholds thresholds) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        thresholds
                .byMetric()
                .forEach((metric, threshold) ->
                        document.put(
                                metric,
                                new Document()
                                        .put("warning", orOff(threshold.warning()))
                                        .put("critical", orOff(threshold.critical()))
                                        .put("below", threshold.below())
                                        .seconds("for_sec", threshold.hold())
                                        .put("hysteresis_percent", threshold.hysteresisPercent())
                                        .fields()));
        return document;
    }

    private static Map<String, @Nullable Object> protection(Protection protection) {
        return new Document()
                .put("users", protection.users())
                .put("applications", protection.applications())
                .put("databases", protection.databases())
                .fields();
    }

    /// Reads a document.
    ///
    /// @param defaults what absent fields mean; also the answer when a problem was noted
    public static Care read(Fields fields, Care defaults) {
        return fields.build(
                defaults,
                () ->
                        new Care(
                                readThresholds(fields.object("thresholds"), defaults.thresholds()),
                                readCleanup(fields.object("cleanup"), defaults.cleanup()),
                                readProtection(fields.object("protect"), defaults.protection()),
                                fields.seconds("long_query_sec", defaults.longQuery()),
                                fields.bool("emergency_on_signal", defaults.emergencyOnSignal())));
    }

    private static Thresholds readThresholds(Fields fields, Thresholds defaults) {
        var found = new TreeMap<String, Threshold>();
        for (String metric : fields.given().keySet()) {
            if (metric.matches("[A-Za-z][A-Za-z0-9_]*")) {
                found.put(metric, readThreshold(fields.object(metric), defaults.of(metric)));
            }
        }
        return defaults.with(found);
    }

    private static Threshold readThreshold(Fields fields, @Nullable Threshold known) {
        Threshold defaults =
                known != null
                        ? known
                        : new Threshold(
                                null,
                                null,
                                false,
                                java.time.Duration.ZERO,
                                Threshold.USUAL_HYSTERESIS);
        return fields.build(
                defaults,
                () ->
                        new Threshold(
                                number(fields, "warning", defaults.warning()),
                                number(fields, "critical", defaults.critical()),
                                fields.bool("below", defaults.below()),
                                fields.seconds("for_sec", defaults.hold()),
                                fields.number("hysteresis_percent", defaults.hysteresisPercent())));
    }

    /// A number that is absent means the default, so that none has to be said.
    private static Object orOff(@Nullable Double number) {
        return number == null ? OFF : number;
    }

    private static @Nullable Double number(Fields fields, String key, @Nullable Double byDefault) {
        if (fields.isText(key) && OFF.equals(fields.optionalText(key))) {
            return null;
        }
        double number = fields.number(key, byDefault == null ? Double.NaN : byDefault);
        return Double.isNaN(number) ? null : number;
    }

    private static CleanupPolicy readCleanup(Fields fields, CleanupPolicy defaults) {
        var limits = new TreeMap<Offence, Limit>();
        for (Offence offence : Offence.values()) {
            limits.put(offence, readLimit(fields.object(offence.label()), defaults.limit(offence)));
        }
        return fields.build(
                defaults,
                () ->
                        new CleanupPolicy(
                                fields.bool("enabled", defaults.enabled()),
                                fields.seconds("interval_sec", defaults.interval()),
                                fields.seconds("grace_sec", defaults.grace()),
                                fields.integer("max_per_cycle", defaults.mostPerCycle()),
                                limits));
    }

    private static Limit readLimit(Fields fields, Limit defaults) {
        return fields.build(
                defaults,
                () ->
                        new Limit(
                                fields.bool("end", defaults.end()),
                                fields.seconds("after_sec", defaults.after()),
                                fields.word("act_at", HealthStatus.class, defaults.actAt())));
    }

    private static Protection readProtection(Fields fields, Protection defaults) {
        return new Protection(
                fields.texts("users", defaults.users()),
                fields.texts("applications", defaults.applications()),
                fields.texts("databases", defaults.databases()));
    }
}
