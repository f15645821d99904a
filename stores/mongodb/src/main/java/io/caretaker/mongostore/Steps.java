package io.caretaker.mongostore;

import io.caretaker.core.document.EnvironmentDocument;
import io.caretaker.core.document.HostDocument;
import io.caretaker.core.document.ServiceDocument;
import io.caretaker.core.document.ServiceStateDocument;
import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.status.ServiceState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// What has to be written to make one inventory of another: changed fields only, so that what other
/// programs keep beside them stays. Pure.
final class Steps {
    private final List<Step> steps = new ArrayList<>();

    private Steps() {}

    static List<Step> between(Inventory before, Inventory after) {
        var made = new Steps();
        made.compare(
                Names.ENVIRONMENTS,
                Names.ENV_NAME,
                byId(before.environments(), Environment::name),
                byId(after.environments(), Environment::name),
                EnvironmentDocument::of,
                EnvironmentDocument::of);
        made.compare(
                Names.HOSTS,
                Names.HOST_ID,
                byId(before.hosts(), host -> host.id().value()),
                byId(after.hosts(), host -> host.id().value()),
                HostDocument::of,
                HostDocument::of);
        made.compare(
                Names.SERVICES,
                Names.SERVICE_ID,
                byId(before.services(), service -> service.id().value()),
                byId(after.services(), service -> service.id().value()),
                ServiceDocument::of,
                service -> ServiceStateDocument.of(service, ServiceState.unseen(service.id())));
        return made.steps;
    }

    private static <T> Map<String, T> byId(Collection<T> all, Function<T, String> id) {
        return all.stream().collect(Collectors.toMap(id, Function.identity()));
    }

    private <T> void compare(
            String collection,
            String key,
            Map<String, T> before,
            Map<String, T> after,
            Function<T, Map<String, @Nullable Object>> document,
            Function<T, Map<String, @Nullable Object>> whole) {
        after.forEach((id, each) -> {
            T former = before.get(id);
            if (former == null) {
                steps.add(added(collection, key, id, document.apply(each), whole.apply(each)));
            } else if (!former.equals(each)) {
                steps.add(
                        changed(collection, key, id, document.apply(former), document.apply(each)));
            }
        });
        for (String id : before.keySet()) {
            if (!after.containsKey(id)) {
                remove(collection, key, id);
            }
        }
    }

    private void remove(String collection, String key, String id) {
        steps.add(new Step.Remove(collection, key, id));
        if (collection.equals(Names.SERVICES)) {
            steps.add(new Step.Remove(Names.STATES, Names.ID, id));
            steps.add(new Step.Remove(Names.RECOVERY, Names.ID, id));
        }
    }

    /// A document that is there already, because nobody could read it, is overwritten, but for its
    /// state.
    private static Step added(
            String collection,
            String key,
            String id,
            Map<String, @Nullable Object> definition,
            Map<String, @Nullable Object> whole) {
        Document fields = BsonValues.document(definition);
        Document first = BsonValues.document(whole);
        first.keySet().removeAll(fields.keySet());
        // The driver wants the key in the condition alone.
        fields.remove(key);
        first.put(key, id);
        return new Step.Put(collection, key, id, fields, List.of(), first);
    }

    private static Step changed(
            String collection,
            String key,
            String id,
            Map<String, @Nullable Object> before,
            Map<String, @Nullable Object> after) {
        var changed = new Document();
        Document former = BsonValues.document(before);
        BsonValues.document(after)
                .forEach((name, value) -> {
                    if (!former.containsKey(name) || !Objects.equals(former.get(name), value)) {
                        changed.put(name, value);
                    }
                });
        List<String> gone =
                before.keySet().stream().filter(name -> !after.containsKey(name)).toList();
        return new Step.Put(collection, key, id, changed, gone, new Document());
    }
}
