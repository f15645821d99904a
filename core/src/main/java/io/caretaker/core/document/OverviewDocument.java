package io.caretaker.core.document;

import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.overview.AttentionItem;
import io.caretaker.core.overview.Counts;
import io.caretaker.core.overview.DatabaseHealth;
import io.caretaker.core.overview.EnvironmentGroup;
import io.caretaker.core.overview.FleetService;
import io.caretaker.core.overview.Overview;
import io.caretaker.core.overview.RegionGroup;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.status.ServiceState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How everything is, as a document: `headline`, `worst_severity`, `paused`, `attention`,
/// `summary`, `fleet`.
public final class OverviewDocument {
    private OverviewDocument() {}

    public static Map<String, @Nullable Object> of(Overview overview) {
        var severity = overview.headline().worst();
        Pause pause = overview.pause();
        return new Document()
                .put("timestamp", overview.at())
                .put("headline", overview.headline().text())
                .put("worst_severity", severity == null ? null : Scalars.word(severity))
                .put("paused", pause == null ? null : pause(pause))
                .put(
                        "attention",
                        overview.attention().stream().map(OverviewDocument::item).toList())
                .put("summary", counts(overview.counts()))
                .put("fleet", overview.fleet().stream().map(OverviewDocument::environment).toList())
                .fields();
    }

    private static Map<String, @Nullable Object> pause(Pause pause) {
        return new Document()
                .put("by", pause.by())
                .put("reason", pause.reason())
                .put("since", pause.since())
                .put("until", pause.until())
                .fields();
    }

    /// One problem: what it is, what is done about it, what is asked, and by which ids to answer.
    public static Map<String, @Nullable Object> item(AttentionItem item) {
        return new Document()
                .put("subject", item.subject().kind())
                .put("id", item.subject().id())
                .put("label", item.label())
                .put("severity", item.severity())
                .put("since", item.since())
                .put("what", item.what())
                .put("why", item.why())
                .put("doing", item.doing())
                .put("wanted", item.wanted())
                .put("asked", item.asked())
                .putIfThere("approval", item.approval().isEmpty() ? null : item.approval())
                .put("alerts", item.alerts())
                .put("acknowledged_by", item.seenBy())
                .put("explains", item.folded().stream().map(ServiceId::value).toList())
                .fields();
    }

    /// One count for each status (`running_services`), and those that are not watched.
    public static Map<String, @Nullable Object> counts(Counts counts) {
        var document = new Document().put("watched_services", counts.watched());
        counts.byStatus()
                .forEach(
                        (status, count) -> document.put(Scalars.word(status) + "_services", count));
        return document.put("unwatched_services", counts.unwatched()).fields();
    }

    private static Map<String, @Nullable Object> environment(EnvironmentGroup group) {
        return new Document()
                .put("environment", group.environment())
                .put("color", group.color())
                .put("summary", counts(group.counts()))
                .put("regions", group.regions().stream().map(OverviewDocument::region).toList())
                .fields();
    }

    private static Map<String, @Nullable Object> region(RegionGroup group) {
        return new Document()
                .put("region", group.region())
                .put("summary", counts(group.counts()))
                .put("services", group.services().stream().map(OverviewDocument::service).toList())
                .fields();
    }

    /// A service in the overview, short.
    public static Map<String, @Nullable Object> service(FleetService service) {
        ServiceState state = service.view().state();
        DatabaseHealth health = service.health();
        var document =
                new Document()
                        .put("service_id", service.id().value())
                        .put("label", service.label())
                        .put("service_type", service.type())
                        .put("host_id", service.host().value())
                        .put("watched", service.watched())
                        .put("current_status", service.status())
                        .put("flapping", state.flapping())
                        .put("message", state.message())
                        .put("last_check", state.lastCheck())
                        .put("last_status_change", service.since())
                        .put("uptime_percentage", service.uptimePercent());
        if (health != null) {
            document.put("health_status", health.status()).put("health_score", health.score());
        }
        return document.fields();
    }
}
