package io.caretaker.mongostore;

import io.caretaker.core.check.Fault;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.FlapHistory;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.Status;
import java.util.Locale;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// A state as a document, whole and in public.
final class StateDocument {
    private StateDocument() {}

    static Document of(ServiceState state) {
        Fault fault = state.fault();
        return inPublic(state)
                .append(Names.ID, state.id().value())
                .append("last_result", word(state.lastResult()))
                .append("attempt", state.attempt())
                .append("up_since", BsonValues.dateOrNull(state.upSince()))
                .append("flaps", state.flaps().changes())
                .append("flapping", state.flapping())
                .append("unreachable", state.unreachable())
                .append("message", state.message())
                .append("fault", fault == null ? null : fault.statusCode());
    }

    /// The fields that a service's document has.
    static Document inPublic(ServiceState state) {
        return new Document(Names.STATUS, word(state.status()))
                .append(Names.LAST_CHECK, BsonValues.dateOrNull(state.lastCheck()))
                .append("last_status_change", BsonValues.dateOrNull(state.statusSince()))
                .append("uptime_percentage", state.uptimePercent())
                .append(Names.FAILURES, state.consecutiveFailures());
    }

    static ServiceState read(Document document) {
        return new ServiceState(
                new ServiceId(BsonValues.text(document, Names.ID)),
                status(document.get(Names.STATUS)),
                status(document.get("last_result")),
                (int) BsonValues.number(document, "attempt"),
                (int) BsonValues.number(document, Names.FAILURES),
                BsonValues.instant(document, Names.LAST_CHECK),
                BsonValues.instant(document, "last_status_change"),
                BsonValues.instant(document, "up_since"),
                new FlapHistory((int) BsonValues.number(document, "flaps")),
                BsonValues.flag(document, "flapping"),
                BsonValues.flag(document, "unreachable"),
                BsonValues.text(document, "message"),
                fault(document),
                document.get("uptime_percentage") instanceof Number percent
                        ? percent.doubleValue()
                        : null);
    }

    /// Unknown for what is no status.
    static Status status(@Nullable Object word) {
        return Stream.of(Status.values())
                .filter(each -> word(each).equals(word))
                .findFirst()
                .orElse(Status.UNKNOWN);
    }

    static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Fault fault(Document document) {
        long code = BsonValues.number(document, "fault");
        return Stream.of(Fault.values())
                .filter(each -> each.statusCode() == code)
                .findFirst()
                .orElse(null);
    }
}
