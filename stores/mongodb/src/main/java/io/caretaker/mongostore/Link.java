package io.caretaker.mongostore;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.caretaker.core.secret.Secret;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bson.BSONException;
import org.bson.Document;

/// The connections to the database, few and kept. What is written is acknowledged by the majority
/// and journalled. Thread-safe.
final class Link implements AutoCloseable {
    private static final int FIND_SERVER_SECONDS = 3;
    private static final int ANSWER_SECONDS = 30;
    private static final int CONNECTIONS = 8;
    private static final int TRIES = 3;

    private final MongoAddress address;
    private final MongoClient client;
    private final MongoDatabase database;

    Link(MongoAddress address) {
        this.address = address;
        this.client = MongoProblems.told(address, () -> MongoClients.create(settings(address)));
        this.database =
                client.getDatabase(address.database())
                        .withWriteConcern(WriteConcern.MAJORITY.withJournal(true))
                        .withReadConcern(ReadConcern.LOCAL)
                        .withReadPreference(ReadPreference.primary());
    }

    private static MongoClientSettings settings(MongoAddress address) {
        var settings =
                MongoClientSettings.builder()
                        .applicationName("caretaker")
                        .applyToSocketSettings(socket ->
                                socket.connectTimeout(FIND_SERVER_SECONDS, TimeUnit.SECONDS)
                                        .readTimeout(ANSWER_SECONDS, TimeUnit.SECONDS))
                        .applyToClusterSettings(cluster ->
                                cluster.serverSelectionTimeout(
                                        FIND_SERVER_SECONDS, TimeUnit.SECONDS))
                        .applyToConnectionPoolSettings(pool ->
                                pool.maxSize(CONNECTIONS)
                                        .maxWaitTime(ANSWER_SECONDS, TimeUnit.SECONDS))
                        .applyConnectionString(address.connection());
        String user = address.user();
        if (user != null) {
            settings.credential(credential(address, user));
        }
        return settings.build();
    }

    private static MongoCredential credential(MongoAddress address, String user) {
        MongoCredential given = address.connection().getCredential();
        String source = given == null ? "admin" : given.getSource();
        Secret password = address.password();
        char[] text =
                password == null
                        ? Objects.requireNonNull(address.connection().getPassword())
                        : password.reveal().toCharArray();
        return MongoCredential.createCredential(user, source, text);
    }

    MongoAddress address() {
        return address;
    }

    MongoCollection<Document> collection(String name) {
        return database.getCollection(name);
    }

    Document command(Document command) {
        return repeated(() -> database.runCommand(command));
    }

    /// Does something that must not be done twice without looking.
    <T> T once(Supplier<T> work) {
        return MongoProblems.told(address, work);
    }

    /// Does something that may be done twice, and does it again when the connection broke or the
    /// servers are choosing another primary.
    <T> T repeated(Supplier<T> work) {
        return MongoProblems.told(
                address,
                () -> {
                    for (int tried = 1; ; tried++) {
                        try {
                            return work.get();
                        } catch (MongoException | BSONException e) {
                            if (tried == TRIES || !MongoProblems.passing(e)) {
                                throw e;
                            }
                        }
                    }
                });
    }

    @Override
    public void close() {
        client.close();
    }
}
