package io.caretaker.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class ScramVerifierTest {
    /// The example of RFC 7677, section 3.
    @Test
    void the_server_key_signs_as_in_the_example_of_the_standard() throws Exception {
        byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
        String exchange =
                "n=user,r=rOprNGfwEbeRWgbNEkqO,"
                        + "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                        + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
                        + "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";

        String verifier = ScramVerifier.of(Secret.of("pencil"), salt);

        assertThat(verifier).startsWith("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$");
        byte[] serverKey =
                Base64.getDecoder().decode(verifier.substring(verifier.lastIndexOf(':') + 1));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(serverKey, "HmacSHA256"));
        byte[] signature = mac.doFinal(exchange.getBytes(StandardCharsets.US_ASCII));
        assertThat(Base64.getEncoder().encodeToString(signature))
                .isEqualTo("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    }

    @Test
    void each_verifier_has_a_salt_of_its_own_and_never_the_password() {
        Secret password = Secret.of("pencil");

        assertThat(ScramVerifier.of(password))
                .isNotEqualTo(ScramVerifier.of(password))
                .doesNotContain("pencil")
                .matches("SCRAM-SHA-256\\$4096:[A-Za-z0-9+/=]+\\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+");
    }
}
