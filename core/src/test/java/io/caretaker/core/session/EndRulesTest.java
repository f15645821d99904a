package io.caretaker.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EndRulesTest {
    private static final Protection BATCH = new Protection(List.of("batch*"), List.of(), List.of());

    @Test
    void a_client_may_be_ended_unless_it_is_protected() {
        DatabaseSession client = SomeSession.of("1", SessionState.ACTIVE, 5).session();
        assertThat(EndRules.objection(client, EndMethod.TERMINATE, BATCH, false)).isNull();
        DatabaseSession batch =
                SomeSession.of("1", SessionState.ACTIVE, 5).user("batch_1").session();
        assertThat(EndRules.objection(batch, EndMethod.TERMINATE, BATCH, false))
                .isEqualTo("protected user batch_1 (by 'batch*')");
        assertThat(EndRules.objection(batch, EndMethod.TERMINATE, BATCH, true)).isNull();
        assertThat(EndRules.forceHelps(batch, EndMethod.TERMINATE, BATCH)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = SessionKind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CLIENT", "PREPARED"})
    void what_is_no_client_is_ended_by_force_only(SessionKind kind) {
        DatabaseSession session = SomeSession.of("1", SessionState.ACTIVE, 5).kind(kind).session();
        assertThat(EndRules.objection(session, EndMethod.TERMINATE, Protection.NONE, false))
                .isEqualTo(kind.words());
        assertThat(EndRules.objection(session, EndMethod.TERMINATE, Protection.NONE, true))
                .isNull();
    }

    @Test
    void force_does_nothing_about_what_cannot_be_done() {
        DatabaseSession foreign =
                SomeSession.of("1", SessionState.ACTIVE, 5)
                        .notEndable("needs pg_signal_backend")
                        .session();
        assertThat(EndRules.objection(foreign, EndMethod.TERMINATE, Protection.NONE, true))
                .isEqualTo("needs pg_signal_backend");
        DatabaseSession prepared =
                SomeSession.of("x", SessionState.UNKNOWN, 5).kind(SessionKind.PREPARED).session();
        assertThat(EndRules.objection(prepared, EndMethod.TERMINATE, Protection.NONE, true))
                .contains("a person must roll it back or commit it");
        DatabaseSession explained =
                SomeSession.of("x", SessionState.UNKNOWN, 5)
                        .kind(SessionKind.PREPARED)
                        .notEndable("XA ROLLBACK 'x' ends it")
                        .session();
        assertThat(EndRules.objection(explained, EndMethod.TERMINATE, Protection.NONE, true))
                .isEqualTo("XA ROLLBACK 'x' ends it");
    }

    @Test
    void only_a_query_can_be_cancelled() {
        for (SessionState state : List.of(SessionState.IDLE, SessionState.IDLE_IN_TRANSACTION)) {
            DatabaseSession session = SomeSession.of("1", state, 5).session();
            assertThat(EndRules.objection(session, EndMethod.CANCEL, Protection.NONE, true))
                    .contains("no query");
            assertThat(EndRules.objection(session, EndMethod.TERMINATE, Protection.NONE, true))
                    .isNull();
        }
    }
}
