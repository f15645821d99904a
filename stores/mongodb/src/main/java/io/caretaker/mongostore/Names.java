package io.caretaker.mongostore;

/// The collections. The first eight are public, with fields that other programs read and write; the
/// others are caretaker's own and may change.
final class Names {
    static final String HOSTS = "hosts";
    static final String SERVICES = "services";
    static final String HISTORY = "monitoring_history";
    static final String ENVIRONMENTS = "environments";
    static final String ALERTS = "alerts";
    static final String DELIVERIES = "alert_deliveries";
    static final String ACKNOWLEDGEMENTS = "alert_acknowledgements";
    static final String MUTES = "alert_mutes";

    static final String CONTROL = "caretaker_control";
    static final String CHANGES = "caretaker_changes";
    static final String STATES = "caretaker_states";
    static final String ROLLUPS = "caretaker_rollups";
    static final String BATCHES = "caretaker_batches";
    static final String RECOVERY = "caretaker_recovery";
    static final String PAUSE = "caretaker_pause";
    static final String APPROVALS = "caretaker_approvals";
    static final String REQUESTS = "caretaker_requests";
    static final String AUDIT = "caretaker_audit";

    static final String ID = "_id";
    static final String HOST_ID = "host_id";
    static final String SERVICE_ID = "service_id";
    static final String ENV_NAME = "env_name";
    static final String ENVIRONMENT = "environment";
    static final String REGION = "region";
    static final String STATUS = "current_status";
    static final String LAST_CHECK = "last_check";
    static final String FAILURES = "consecutive_failures";
    static final String UPDATED_AT = "updated_at";
    static final String TIMESTAMP = "timestamp";
    static final String STATE = "state";
    static final String ENDED_AT = "ended_at";
    static final String MESSAGE_AT = "message.at";
    static final String MESSAGE_ALERTS = "message.lines.alert_id";

    private Names() {}
}
