package io.caretaker.core.lockdown;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.lockdown.Restriction.Kind;
import io.caretaker.core.session.Protection;
import java.util.List;
import org.junit.jupiter.api.Test;

class LockdownRulesTest {
    private static final Protection NOBODY = Protection.NONE;
    private static final Restriction WRITES =
            new Restriction(Kind.WRITES, "writes", "of clients", -1, true);

    private static Restriction account(String name, boolean open, String memo) {
        return new Restriction(Kind.ACCOUNT, name, name, -1, open, memo);
    }

    private static Gates gates(Restriction... open) {
        return new Gates(
                "f1",
                null,
                "as root",
                null,
                "administrators still log in",
                List.of(open),
                List.of());
    }

    @Test
    void accounts_and_writes_are_restricted_and_who_comes_in_is_told() {
        LockdownPlan plan =
                LockdownRules.plan(gates(WRITES, account("app@%", true, "roles: x")), NOBODY);

        assertThat(plan.restricted())
                .extracting(Restriction::kind)
                .containsExactly(Kind.WRITES, Kind.ACCOUNT);
        assertThat(plan.notes()).containsExactly("administrators still log in");
    }

    @Test
    void an_account_that_is_shut_out_already_is_no_part_of_it() {
        LockdownPlan plan = LockdownRules.plan(gates(account("app@%", false, "")), NOBODY);

        assertThat(plan.restricted()).isEmpty();
    }

    @Test
    void a_protected_user_is_known_by_his_name_without_his_host() {
        var protection = new Protection(List.of("app"), List.of(), List.of());

        LockdownPlan plan = LockdownRules.plan(gates(account("app@%", true, "")), protection);

        assertThat(plan.restricted()).isEmpty();
        assertThat(plan.leftAlone())
                .extracting(Gates.Exempt::reason)
                .containsExactly("a protected user");
    }

    @Test
    void a_protected_database_keeps_everybody_in_where_no_single_one_can_be_shut() {
        var protection = new Protection(List.of(), List.of(), List.of("billing"));

        LockdownPlan plan =
                LockdownRules.plan(gates(WRITES, account("app@%", true, "")), protection);

        assertThat(plan.restricted()).isEmpty();
        assertThat(plan.notes())
                .containsExactly("database billing is protected, so nobody is shut out");
    }

    @Test
    void a_release_gives_back_what_was_taken() {
        Restriction before = account("app", true, "roles: readWrite");
        Gates now = gates(account("app", false, "roles: none"));

        LockdownRules.Release release = LockdownRules.toOpen(List.of(before), now);

        assertThat(release.notes()).isEmpty();
        assertThat(release.settings())
                .extracting(DatabaseLockdown.Setting::wanted)
                .containsExactly(before);
    }

    @Test
    void what_somebody_has_given_back_meanwhile_stays_as_he_gave_it() {
        Restriction before = account("app", true, "roles: readWrite");
        Gates now = gates(account("app", true, "roles: read"));

        LockdownRules.Release release = LockdownRules.toOpen(List.of(before), now);

        assertThat(release.settings()).isEmpty();
        assertThat(release.notes())
                .containsExactly(
                        "account app was changed meanwhile, which stays: open with roles: read;"
                                + " before the lockdown: open with roles: readWrite");
    }

    @Test
    void an_attempt_that_was_interrupted_knows_what_it_took() {
        Restriction before = account("app", true, "roles: readWrite");
        Gates now = gates(account("app", false, "roles: none"));

        assertThat(LockdownRules.before(List.of(before), List.of(before), now))
                .containsExactly(before);
    }
}
