package io.caretaker.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.cli.CommandLineRig;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebConfigurationTest {
    @TempDir Path directory;

    private CommandLineRig.Ran check(String yaml) {
        return new CommandLineRig(directory).configured(yaml).run("config", "check");
    }

    @Test
    void everything_that_is_right_is_taken() {
        CommandLineRig.Ran ran =
                check(
                        """
                        web:
                          listen: [127.0.0.1:8321, "[::1]:8321", 10.0.0.5:443]
                          tls: {certificate: cert.pem, key: key.pem}
                          hosts: [care.example.org]
                          trusted_proxies: [10.0.0.7, fd00::/8]
                          local_access: viewer
                          status_page: true
                          metrics: open
                        """);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listen: 0.0.0.0:8321 | caretaker.yaml:2:11 | others could read along on 0.0.0.0:8321",
                "listen: '*' | caretaker.yaml:2:11 | others could read along on *:8321",
                "listen: 127.0.0.1:99999 | caretaker.yaml:2:11 | a port is 0 to 65535",
                "listen: 'http://x/' | caretaker.yaml:2:11 | is no address to listen on",
                "tls: {key: a.pem} | caretaker.yaml:2:3 | one of them is missing",
                "trusted_proxies: [10.0.0.0/40] | caretaker.yaml:2:21 | 0 to 32 bits",
                "trusted_proxies: [proxy] | caretaker.yaml:2:21 | is no address or range",
                "local_access: root | caretaker.yaml:2:17 | admin",
                "hosts: ['a:1'] | caretaker.yaml:2:11 | without port",
                "lisen: x | caretaker.yaml:2:3 | listen"
            })
    void what_is_wrong_is_said_with_its_place(String line, String place, String words) {
        CommandLineRig.Ran ran = check("web:\n  " + line + "\n");

        assertThat(ran.code()).isNotZero();
        assertThat(ran.out() + ran.err()).contains(place, words);
    }

    @Test
    void a_proxy_makes_an_open_address_safe() {
        assertThat(check("web: {listen: '*', trusted_proxies: [10.0.0.7]}\n").code()).isZero();
    }
}
