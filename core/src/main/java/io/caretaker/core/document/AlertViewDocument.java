package io.caretaker.core.document;

import io.caretaker.core.alert.AlertTimeline;
import io.caretaker.core.alert.AlertView;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.EscalationPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An alert with its place and what people say of it, as documents.
public final class AlertViewDocument {
    private AlertViewDocument() {}

    /// As lists of alerts have it.
    public static Map<String, @Nullable Object> of(AlertView view) {
        var document = new LinkedHashMap<String, @Nullable Object>(AlertDocument.of(view.alert()));
        document.put("service_type", view.place().serviceType());
        document.put("environment", view.place().environment());
        document.put("region", view.place().region());
        document.put("label", view.place().label());
        document.put("told", view.told());
        document.put(
                "acknowledged",
                view.word() == null ? null : AcknowledgementDocument.of(view.word()));
        document.put("mutes", view.mutes().stream().map(MuteDocument::of).toList());
        document.put("muted_until", view.mutedUntil());
        return document;
    }

    /// Everything about one alert: what happened, who was told, who is next.
    ///
    /// @param deliveries of messages that have a line about it
    public static Map<String, @Nullable Object> whole(
            AlertView view, List<Delivery> deliveries, EscalationPlan plan) {
        Map<String, @Nullable Object> document = of(view);
        document.put(
                "timeline",
                AlertTimeline.of(view, deliveries).stream().map(AlertViewDocument::entry).toList());
        document.put("plan", plan.steps().stream().map(AlertViewDocument::step).toList());
        document.put("deliveries", deliveries.stream().map(DeliveryDocument::of).toList());
        return document;
    }

    private static Map<String, @Nullable Object> entry(AlertTimeline.Entry entry) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("at", entry.at());
        document.put("what", entry.what());
        return document;
    }

    private static Map<String, @Nullable Object> step(EscalationPlan.Step step) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("policy", step.policy());
        document.put("after_sec", step.after());
        document.put("channels", step.channels());
        document.put("due", step.due());
        return document;
    }
}
