package io.caretaker.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.check.Ticker;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/// A client and what was learned through it. Used by one check at a time.
final class Link {
    private static final int UNAUTHORIZED = 13;
    private static final int UNKNOWN_COMMAND = 59;

    private final MongoClient client;
    private final MongoDatabase admin;
    private final Heartbeats heartbeats;
    private final boolean anonymous;
    private final Ticker ticker;
    private final Counters counters = new Counters();
    private @Nullable String fingerprint;
    private @Nullable String version;
    private boolean identityAsked;

    private Link(MongoClient client, Heartbeats heartbeats, boolean anonymous, Ticker ticker) {
        this.client = client;
        this.admin = client.getDatabase("admin");
        this.heartbeats = heartbeats;
        this.anonymous = anonymous;
        this.ticker = ticker;
    }

    /// Connects to nothing yet.
    static Link open(LogIn logIn, Ticker ticker) {
        var heartbeats = new Heartbeats();
        boolean anonymous = logIn.target().user() == null;
        return new Link(logIn.client(heartbeats), heartbeats, anonymous, ticker);
    }

    MongoClient client() {
        return client;
    }

    /// Whether there is no log-in.
    boolean anonymous() {
        return anonymous;
    }

    /// As the server says it; only known once the identity was learned.
    String version() {
        return version == null ? "unknown" : version;
    }

    @Nullable String fingerprint() {
        return fingerprint;
    }

    Heartbeats heartbeats() {
        return heartbeats;
    }

    /// Two round trips; a third for a secondary's lag; two more on the first check.
    Reading read(Deadline deadline) {
        Document hello = hello();
        Member member = Member.of(hello);
        Document status = permitted(limited(ServerStatus.COMMAND, deadline)).orElse(null);
        learnIdentity(member);
        Metrics metrics =
                status == null
                        ? Metrics.NONE
                        : ServerStatus.metrics(status, counters, ticker.nanos());
        return new Reading(
                version(),
                fingerprint,
                metrics.and(member.metrics()).and(lag(member, deadline)),
                notice(member, status == null));
    }

    /// Whether the server lets anyone read its status.
    boolean open(Deadline deadline) {
        hello();
        return permitted(limited(ServerStatus.COMMAND, deadline)).isPresent();
    }

    /// May take a moment; the driver's threads end.
    void close() {
        client.close();
    }

    Document hello() {
        try {
            return admin.runCommand(new Document("hello", 1));
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != UNKNOWN_COMMAND) {
                throw e;
            }
            return admin.runCommand(new Document("isMaster", 1));
        }
    }

    /// Asks once what only changes with another server.
    void learnIdentity(Member member) {
        if (identityAsked) {
            return;
        }
        version = admin.runCommand(new Document("buildInfo", 1)).getString("version");
        if (member.set() != null) {
            fingerprint =
                    permitted(new Document("replSetGetConfig", 1)).map(Link::setId).orElse(null);
        }
        identityAsked = true;
    }

    private static @Nullable String setId(Document reply) {
        Document config = reply.get("config", Document.class);
        Document settings = config == null ? null : config.get("settings", Document.class);
        return settings != null && settings.get("replicaSetId") instanceof ObjectId id
                ? id.toHexString()
                : null;
    }

    private Metrics lag(Member member, Deadline deadline) {
        return member.role() == Member.Role.SECONDARY
                ? permitted(limited(new Document("replSetGetStatus", 1), deadline))
                        .map(Member::lag)
                        .orElse(Metrics.NONE)
                : Metrics.NONE;
    }

    private @Nullable String notice(Member member, boolean statusHidden) {
        String notice = member.notice();
        if (notice != null) {
            return notice;
        }
        if (statusHidden) {
            return "the account may not read the server's status; grant it the role clusterMonitor";
        }
        return anonymous ? "access control is off: everyone who reaches the port may do all" : null;
    }

    /// Empty when the account may not, or the server has no such command.
    private Optional<Document> permitted(Document command) {
        try {
            return Optional.of(admin.runCommand(command));
        } catch (MongoCommandException e) {
            if (e.getErrorCode() == UNAUTHORIZED || e.getErrorCode() == UNKNOWN_COMMAND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// The server itself gives up when nobody waits for the answer any more.
    private static Document limited(Document command, Deadline deadline) {
        return new Document(command).append("maxTimeMS", deadline.remainingMillis());
    }
}
