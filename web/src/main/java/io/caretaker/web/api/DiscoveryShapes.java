package io.caretaker.web.api;

import io.caretaker.core.health.ConnectionLeg.Leg;
import io.caretaker.core.health.ConnectionReport;
import io.caretaker.web.http.Schema;

/// The shapes of what is known of databases that are not watched yet.
final class DiscoveryShapes {
    static final Schema FOUND =
            Schema.object("FoundServer")
                    .field("name", Shapes.TEXT, "")
                    .field("engine", Shapes.TEXT, "")
                    .field("pid", Schema.integer(), "")
                    .field("user", Shapes.TEXT, "")
                    .field("host", Shapes.TEXT_OR_NULL, "")
                    .field("port", Schema.integer(), "")
                    .field("socket", Shapes.TEXT_OR_NULL, "")
                    .field("data_directory", Shapes.TEXT_OR_NULL, "")
                    .field("unit", Shapes.TEXT_OR_NULL, "")
                    .field("control", Shapes.TEXT, "")
                    .field("service_id", Shapes.TEXT, "")
                    .field("state", Schema.oneOf("new", "watched", "adopted"), "")
                    .field("adoption", plan().orNull(), "what adopting it would do");

    static final Schema CONNECTION =
            Schema.object("ConnectionReport")
                    .field("engine", Shapes.TEXT, "")
                    .field("address", Shapes.TEXT, "")
                    .field("usable", Schema.bool(), "")
                    .field("verdict", Shapes.words(ConnectionReport.Verdict.values()), "")
                    .field("message", Shapes.TEXT, "")
                    .field("error_details", Shapes.TEXT_OR_NULL, "")
                    .field("missing", Shapes.TEXTS, "privileges, with what would help")
                    .field("advice", Shapes.TEXTS, "")
                    .field("version", Shapes.TEXT_OR_NULL, "")
                    .field("fingerprint", Shapes.TEXT_OR_NULL, "")
                    .field("metrics", Shapes.TEXTS, "what could be read")
                    .field("timestamp", Shapes.WHEN, "")
                    .field("response_time_ms", Shapes.NUMBER_OR_NULL, "")
                    .field(
                            "legs",
                            Schema.listOf(
                                    Schema.object("ConnectionLeg")
                                            .field("leg", Shapes.words(Leg.values()), "")
                                            .field("ok", Schema.bool(), "")
                                            .field("message", Shapes.TEXT, "")
                                            .field("hint", Shapes.TEXT, "what would help")),
                            "the way, as far as it was gone");

    private DiscoveryShapes() {}

    static Schema plan() {
        return Schema.object("AdoptionPlan")
                .field("account", Shapes.TEXT_OR_NULL, "")
                .field("grants", Shapes.TEXTS, "")
                .field("steps", Shapes.TEXTS, "");
    }
}
