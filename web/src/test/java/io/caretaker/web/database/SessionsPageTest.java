package io.caretaker.web.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.inventory.Care;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.SessionKey;
import io.caretaker.core.session.SessionKind;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.core.session.SessionState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionsPageTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final DatabaseHead HEAD =
            new DatabaseHead(
                    "orders",
                    "Orders",
                    "PostgreSQL",
                    "db1:5432",
                    HealthLook.UNSEEN,
                    "",
                    DatabaseHead.Tab.SESSIONS);
    private static final SessionChoice ALL = new SessionChoice("all", "", "", "", "age");

    private static DatabaseSession session(
            String id, SessionKind kind, SessionState state, List<String> blockedBy) {
        @Nullable Instant waits = blockedBy.isEmpty() ? null : NOW.minusSeconds(40);
        return new DatabaseSession(
                new SessionKey(id, NOW.minusSeconds(500)),
                kind,
                state,
                "anna",
                "shop",
                "web",
                "10.0.0.7",
                NOW.minusSeconds(90),
                NOW.minusSeconds(80),
                NOW.minusSeconds(80),
                null,
                waits,
                blockedBy,
                "update orders set n = ? where id = ?",
                null);
    }

    private static final SessionSnapshot SNAPSHOT =
            new SessionSnapshot(
                    NOW,
                    "15",
                    null,
                    100,
                    List.of(
                            session(
                                    "1",
                                    SessionKind.CLIENT,
                                    SessionState.IDLE_IN_TRANSACTION,
                                    List.of()),
                            session("2", SessionKind.CLIENT, SessionState.ACTIVE, List.of("1")),
                            session("3", SessionKind.CLIENT, SessionState.ACTIVE, List.of("2")),
                            session("9", SessionKind.BACKUP, SessionState.ACTIVE, List.of())),
                    List.of());

    @Test
    void who_waits_stands_behind_whom_they_wait_for() {
        SessionsPage page = SessionsPage.of(HEAD, SNAPSHOT, Care.DEFAULT, ALL);

        assertThat(page.blocking()).isEqualTo("2 sessions wait behind one session");
        LockNode root = page.locks().getFirst();
        assertThat(root.session().id()).isEqualTo("1");
        assertThat(root.waiting()).isEqualTo(2);
        assertThat(root.behind().getFirst().waited()).isEqualTo("40 s");
        assertThat(root.behind().getFirst().behind().getFirst().session().id()).isEqualTo("3");
    }

    @Test
    void the_counts_are_said_in_a_sentence() {
        assertThat(SessionsPage.of(HEAD, SNAPSHOT, Care.DEFAULT, ALL).counts())
                .isEqualTo("4 connections of 100, 3 active, 1 idle in transaction, 2 wait");
    }

    @Test
    void what_is_protected_says_why_it_cannot_be_ended() {
        List<SessionRow> rows = SessionsPage.of(HEAD, SNAPSHOT, Care.DEFAULT, ALL).rows();

        assertThat(rows)
                .filteredOn(row -> !row.kept().isEmpty())
                .extracting(SessionRow::id, SessionRow::kept)
                .containsExactly(org.assertj.core.api.Assertions.tuple("9", "a backup"));
    }

    @Test
    void sessions_are_filtered_by_what_they_do_and_by_parts_of_names() {
        var blocking = new SessionChoice("blocking", "", "", "", "age");
        var nobody = new SessionChoice("all", "bert", "", "", "age");

        assertThat(SessionsPage.of(HEAD, SNAPSHOT, Care.DEFAULT, blocking).rows())
                .extracting(SessionRow::id)
                .containsExactlyInAnyOrder("1", "2");
        assertThat(SessionsPage.of(HEAD, SNAPSHOT, Care.DEFAULT, nobody).rows()).isEmpty();
        assertThat(
                        SessionsPage.of(
                                        HEAD,
                                        SNAPSHOT,
                                        Care.DEFAULT,
                                        new SessionChoice("all", "nn", "", "", "age"))
                                .rows())
                .hasSize(4);
    }

    @Test
    void a_form_carries_which_session_it_was_and_what_it_did() {
        DatabaseSession session = SNAPSHOT.sessions().get(1);
        SessionToken token = SessionToken.of(session, EndMethod.CANCEL);

        assertThat(SessionToken.read(token.toString())).isEqualTo(token);
        assertThat(token).isNotEqualTo(SessionToken.of(session, EndMethod.TERMINATE));
        assertThat(SessionToken.read("mongo@host:7@2026").id()).isEqualTo("mongo@host:7");
    }
}
