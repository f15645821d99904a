package io.caretaker.mongodb;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// Asks what is asked more rarely than in every pass when it is due and there is time for it, and
/// has what comes of it remembered. What fails costs only itself. Used by one pass.
record RareQuestions(Questions questions, Recollection recollection) {
    static final Duration OFTEN = Duration.ofMinutes(5);
    static final Duration SELDOM = Duration.ofMinutes(15);
    static final Duration HOURLY = Duration.ofHours(1);
    static final Duration LONGEST = Duration.ofSeconds(1);

    /// What stays of the time for the answer itself.
    private static final Duration RESERVE = Duration.ofMillis(500);

    /// Asks `admin`.
    ///
    /// @param sees what is not known without the reply, as a person would say it
    void once(String name, String sees, Document command, Duration every, Consumer<Document> use) {
        if (due(name, LONGEST)) {
            settle(name, sees, every, questions.ask("admin", command, LONGEST), use);
        }
    }

    void settle(
            String name,
            String sees,
            Duration every,
            Questions.Answer answer,
            Consumer<Document> use) {
        switch (answer) {
            case Questions.Given(Document reply) -> use.accept(reply);
            case Questions.Absent() -> keep(name, Map.of(), List.of(), every);
            case Questions.Refused(Lack.Reason reason, int code) ->
                    recollection.lack(
                            name,
                            new Lack(sees, reason, code),
                            after(reason == Lack.Reason.ROLE_CHANGED ? Duration.ZERO : OFTEN));
        }
    }

    void keep(
            String name,
            Map<String, Double> numbers,
            List<Map<String, @Nullable Object>> rows,
            Duration every) {
        keep(name, numbers, rows, null, every);
    }

    /// @param note for people, or null
    void keep(
            String name,
            Map<String, Double> numbers,
            List<Map<String, @Nullable Object>> rows,
            @Nullable String note,
            Duration every) {
        recollection.keep(name, numbers, rows, note, after(every));
    }

    boolean due(String name, Duration needs) {
        return recollection.due(name, System.nanoTime())
                && questions.left().compareTo(needs.plus(RESERVE)) > 0;
    }

    /// Those elements of a list that are documents.
    static List<Document> documents(@Nullable Object list) {
        var documents = new ArrayList<Document>();
        if (list instanceof List<?> all) {
            all.stream()
                    .filter(Document.class::isInstance)
                    .forEach(each -> documents.add((Document) each));
        }
        return documents;
    }

    private static long after(Duration pause) {
        return System.nanoTime() + pause.toNanos();
    }
}
