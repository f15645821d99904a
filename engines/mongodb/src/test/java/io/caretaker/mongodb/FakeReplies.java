package io.caretaker.mongodb;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.math.BigDecimal;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Recorded replies as [FakeMongod] sends them.
final class FakeReplies {
    private FakeReplies() {}

    static Document recorded(String name) {
        return of(Recorded.reply(name));
    }

    /// A reply with one batch.
    static Document batch(List<org.bson.Document> rows) {
        return new Document(
                        "cursor",
                        new Document("id", 0L)
                                .append("ns", "admin.$cmd.aggregate")
                                .append("firstBatch", value(rows)))
                .append("ok", 1);
    }

    static Document of(org.bson.Document document) {
        var copy = new Document();
        document.forEach((name, value) -> copy.append(name, value(value)));
        return copy;
    }

    private static @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case org.bson.Document document -> of(document);
            case Map<?, ?> map -> throw new IllegalArgumentException("not a document: " + map);
            case List<?> list -> list.stream().map(FakeReplies::value).toList();
            case Date date -> date.toInstant();
            case org.bson.BsonTimestamp timestamp -> new BsonTimestamp(timestamp.getValue());
            case org.bson.types.Decimal128 decimal ->
                    new Decimal128(new BigDecimal(decimal.toString()));
            case org.bson.types.ObjectId id -> new ObjectId(id.toByteArray());
            case String text -> text;
            case Number number -> number;
            case Boolean yes -> yes;
            case null, default -> null;
        };
    }
}
