package io.caretaker.postgresql;

import java.util.List;

/// The statements that make the monitoring account. Run twice they leave one account.
///
/// Source: PostgreSQL manual, "Predefined Roles" and "CREATE ROLE" (12 to 18;
/// `pg_use_reserved_connections` from 16).
final class AdoptionStatements {
    /// Caretaker keeps two, and commands beside the daemon as many each.
    static final int CONNECTION_LIMIT = 10;

    private static final String ATTRIBUTES =
            "login inherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls"
                    + " connection limit "
                    + CONNECTION_LIMIT;

    private static final String QUIET =
            """
            set client_min_messages = warning;
            set log_statement = 'none';
            set log_min_duration_statement = -1;
            set log_min_error_statement = 'panic';
            """;

    private AdoptionStatements() {}

    /// To be sent one after the other, by psql or by the driver. A statement log is told first to
    /// take none of it, because a server may log a text as a whole before it runs any of it.
    static List<String> forRole(String role, String verifier) {
        return List.of(QUIET, account(role, verifier));
    }

    /// The verifier has only characters of base64, `$`, `:` and `-`.
    private static String account(String role, String verifier) {
        return """
        begin;
        do $do$ begin
            if not exists (select from pg_catalog.pg_roles where rolname = '%1$s') then
                create role %1$s;
            end if;
        end $do$;
        alter role %1$s with %2$s password '%3$s' valid until 'infinity';
        grant pg_monitor, pg_signal_backend to %1$s;
        do $do$ begin
            if exists (select from pg_catalog.pg_roles
                    where rolname = 'pg_use_reserved_connections') then
                grant pg_use_reserved_connections to %1$s;
            end if;
        end $do$;
        alter role %1$s set default_transaction_read_only = on;
        alter role %1$s set statement_timeout = '30s';
        alter role %1$s set lock_timeout = '2s';
        alter role %1$s set idle_in_transaction_session_timeout = '60s';
        commit;
        """
                .formatted(role, ATTRIBUTES, verifier);
    }

    /// For a person, in one line.
    static String forPeople(String role) {
        return "CREATE ROLE "
                + role
                + " LOGIN CONNECTION LIMIT "
                + CONNECTION_LIMIT
                + "; GRANT pg_monitor, pg_signal_backend TO "
                + role
                + "; \\password "
                + role;
    }
}
