package io.caretaker.mongostore;

import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.BSONException;

/// What the driver throws, as problems that name the address.
///
/// Source: MongoDB `error_codes.yml` (4.2 to 8.0).
final class MongoProblems {
    static final int DUPLICATE_KEY = 11000;

    private static final int UNAUTHORIZED = 13;
    private static final int LOG_IN_FAILED = 18;
    private static final int OUT_OF_DISK_SPACE = 14031;
    private static final int TOO_LARGE = 10334;

    private MongoProblems() {}

    static <T> T told(MongoAddress address, Supplier<T> work) {
        try {
            return work.get();
        } catch (MongoException | BSONException | IllegalStateException e) {
            throw of(address, e);
        }
    }

    /// Whether the content or another index stands in the way of an index.
    static boolean refusesIndex(MongoException failure) {
        return switch (failure.getCode()) {
            case DUPLICATE_KEY, 67, 85, 86 -> true;
            default -> false;
        };
    }

    static boolean passing(RuntimeException failure) {
        return failure instanceof MongoSocketException
                || failure instanceof MongoNotPrimaryException
                || failure instanceof MongoNodeIsRecoveringException;
    }

    static Problem of(MongoAddress address, RuntimeException failure) {
        String where = "the store " + address.label();
        return switch (failure) {
            case MongoSecurityException e ->
                    problem(ProblemCode.DENIED, where + " refused the log-in", LOG_IN_HINT, e);
            case MongoInterruptedException e -> {
                Thread.currentThread().interrupt();
                yield problem(ProblemCode.UNREACHABLE, where + " was asked no further", "", e);
            }
            case MongoTimeoutException e -> unreachable(where, e);
            case MongoSocketException e -> unreachable(where, e);
            case MongoNotPrimaryException e -> unreachable(where, e);
            case MongoNodeIsRecoveringException e -> unreachable(where, e);
            case MongoException e -> byCode(where, e);
            case BSONException e ->
                    problem(
                            ProblemCode.INVALID,
                            where + " cannot keep this: " + reason(e),
                            "a document has at most 16 MB, and names hold no byte zero",
                            e);
            case RuntimeException e ->
                    problem(ProblemCode.UNREACHABLE, where + " is closed: " + reason(e), "", e);
        };
    }

    /// How the driver writes down why a server was not reached while it looked for one.
    private static final Pattern LISTED_CAUSE =
            Pattern.compile("caused by \\{[\\w.$]+: ([^{}]+)}", Pattern.DOTALL);

    private static final String LOG_IN_HINT =
            "check user, password and authSource of the address, or MONGODB_USER and MONGODB_PASSWORD";

    private static Problem unreachable(String where, MongoException failure) {
        return problem(
                ProblemCode.UNREACHABLE,
                where + " does not answer: " + cause(failure),
                "is a server running there, and does a firewall or TLS stand in between?",
                failure);
    }

    private static Problem byCode(String where, MongoException failure) {
        String said = ": " + reason(failure);
        return switch (failure.getCode()) {
            case LOG_IN_FAILED ->
                    problem(
                            ProblemCode.DENIED,
                            where + " refused the log-in",
                            LOG_IN_HINT,
                            failure);
            case UNAUTHORIZED ->
                    problem(
                            ProblemCode.DENIED,
                            where + " does not let this user do that" + said,
                            "give it the role readWrite on the database",
                            failure);
            case OUT_OF_DISK_SPACE ->
                    problem(
                            ProblemCode.STORE_UNWRITABLE,
                            where + " has no space" + said,
                            "",
                            failure);
            case TOO_LARGE ->
                    problem(ProblemCode.INVALID, where + " cannot keep this" + said, "", failure);
            default ->
                    problem(
                            ProblemCode.UNREACHABLE,
                            where + " answered with an error" + said,
                            "the server's log says more",
                            failure);
        };
    }

    private static Problem problem(
            ProblemCode code, String message, String hint, RuntimeException failure) {
        return new Problem(code, message, hint, failure);
    }

    /// The innermost reason, which says more than the list of servers around it.
    private static String cause(Throwable failure) {
        Throwable inner = failure;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        Matcher listed = LISTED_CAUSE.matcher(reason(inner));
        return inner instanceof MongoTimeoutException && listed.find()
                ? listed.group(1)
                : reason(inner);
    }

    private static String reason(Throwable failure) {
        return Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
    }
}
