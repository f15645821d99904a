package io.caretaker.mongodb;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.BsonTimestamp;
import org.bson.types.Binary;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/// Documents of the driver, as those of the fake server.
final class Wire {
    private Wire() {}

    static Document of(Map<String, ?> document) {
        var copy = new Document();
        document.forEach((name, value) -> copy.append(name, value(value)));
        return copy;
    }

    /// The other way, for what the tests look into.
    static org.bson.Document back(Document document) {
        var copy = new org.bson.Document();
        document.forEach((name, value) -> copy.append(name, backValue(value)));
        return copy;
    }

    private static @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case org.bson.Document inner -> of(inner);
            case List<?> list -> list.stream().map(Wire::value).toList();
            case BsonTimestamp moment ->
                    new de.bwaldvogel.mongo.bson.BsonTimestamp(moment.getValue());
            case Date date -> date.toInstant();
            case ObjectId id -> new de.bwaldvogel.mongo.bson.ObjectId(id.toByteArray());
            case org.bson.types.Decimal128 number -> new Decimal128(number.bigDecimalValue());
            case Binary binary when binary.getType() == 4 -> {
                ByteBuffer bytes = ByteBuffer.wrap(binary.getData());
                yield new UUID(bytes.getLong(), bytes.getLong());
            }
            case Binary binary -> new BinData(binary.getData());
            case null, default -> value;
        };
    }

    private static @Nullable Object backValue(@Nullable Object value) {
        return switch (value) {
            case Document inner -> back(inner);
            case List<?> list -> list.stream().map(Wire::backValue).toList();
            case BinData binary -> new Binary(binary.getData());
            case null, default -> value;
        };
    }
}
