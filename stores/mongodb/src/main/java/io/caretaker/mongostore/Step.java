package io.caretaker.mongostore;

import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;

/// One document to be written or removed; carrying it out twice does no harm.
sealed interface Step {
    String collection();

    WriteModel<Document> model();

    Document document();

    /// Sets and unsets fields of the document whose `key` is `id`, which is made when it is
    /// missing.
    ///
    /// @param first what a document that is made gets besides
    record Put(
            String collection,
            String key,
            String id,
            Document fields,
            List<String> gone,
            Document first)
            implements Step {
        @Override
        public WriteModel<Document> model() {
            var update = new Document();
            addIfAny(update, "$set", fields);
            if (!gone.isEmpty()) {
                var unset = new Document();
                gone.forEach(field -> unset.put(field, ""));
                update.put("$unset", unset);
            }
            addIfAny(update, "$setOnInsert", first);
            Bson it = Filters.eq(key, id);
            return new UpdateOneModel<>(it, update, new UpdateOptions().upsert(!first.isEmpty()));
        }

        private static void addIfAny(Document update, String operator, Map<String, Object> fields) {
            if (!fields.isEmpty()) {
                update.put(operator, fields);
            }
        }

        @Override
        public Document document() {
            return new Document("in", collection)
                    .append("key", key)
                    .append("id", id)
                    .append("set", fields)
                    .append("gone", gone)
                    .append("first", first);
        }
    }

    /// Removes the document whose `key` is `id`.
    record Remove(String collection, String key, String id) implements Step {
        @Override
        public WriteModel<Document> model() {
            return new DeleteOneModel<>(Filters.eq(key, id));
        }

        @Override
        public Document document() {
            return new Document("in", collection).append("key", key).append("id", id);
        }
    }

    static Step of(Document noted) {
        String collection = BsonValues.text(noted, "in");
        String key = BsonValues.text(noted, "key");
        String id = BsonValues.text(noted, "id");
        Document set = noted.get("set", Document.class);
        if (set == null) {
            return new Remove(collection, key, id);
        }
        return new Put(
                collection,
                key,
                id,
                set,
                noted.getList("gone", String.class, List.of()),
                noted.get("first", new Document()));
    }
}
