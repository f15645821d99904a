package io.caretaker.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.secret.Secret;
import io.caretaker.core.session.Protection;
import org.junit.jupiter.api.Test;

final class FleetStoreTest {
    @Test
    void the_account_of_the_store_is_protected_from_a_lockdown_of_its_server() {
        var named = new FleetStore(Secret.of("mongodb://a"), "service_monitor", "keeper");
        var inAddress = new FleetStore(Secret.of("mongodb://anna:hush@a"), "service_monitor", null);
        var open = new FleetStore(Secret.of("mongodb://a"), "service_monitor", null);

        assertThat(named.protection().users()).containsExactly("keeper");
        assertThat(inAddress.protection().users()).containsExactly("anna");
        assertThat(open.protection()).isEqualTo(Protection.NONE);
    }
}
