package io.caretaker.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProtectionTest {
    @ParameterizedTest
    @CsvSource({
        "app, app, true",
        "app, App, false",
        "app, app2, false",
        "app*, app2, true",
        "*, anything, true",
        "*, '', true",
        "?, a, true",
        "?, '', false",
        "?, 😀, true",
        "a?c, abc, true",
        "a*c, abbc, true",
        "a*c, abcd, false",
        "*b*, abc, true",
        "**a**, a, true",
        "a.c, abc, false",
        "[a], a, false",
        "a\\*, a\\x, true",
        "*ab, aab, true",
        "*a*b*c, xaybzc, true",
        "*a*b*c, xaybz, false",
    })
    void a_pattern_fits_as_people_expect(String pattern, String name, boolean fits) {
        assertThat(Protection.matches(pattern, name)).isEqualTo(fits);
    }

    @Test
    void a_hostile_pattern_takes_no_time() {
        long began = System.nanoTime();
        assertThat(Protection.matches("*a".repeat(500) + "*b", "a".repeat(5_000))).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void the_list_and_the_pattern_are_named() {
        var protection =
                new Protection(List.of("boss", "svc_*"), List.of("billing"), List.of("vault"));

        assertThat(protection.objection(someone().user("boss").build()))
                .isEqualTo("protected user boss");
        assertThat(protection.objection(someone().user("svc_x").build()))
                .isEqualTo("protected user svc_x (by 'svc_*')");
        assertThat(protection.objection(someone().application("billing").build()))
                .isEqualTo("protected application billing");
        assertThat(protection.objection(someone().database("vault").build()))
                .isEqualTo("protected database vault");
        assertThat(protection.objection(someone().build())).isNull();
    }

    @Test
    void who_has_no_name_is_on_no_list() {
        var protection = new Protection(List.of("*"), List.of(), List.of());

        assertThat(protection.listed(someone().user(null).build())).isNull();
    }

    @ParameterizedTest
    @EnumSource(value = SessionKind.class, names = "CLIENT", mode = EnumSource.Mode.EXCLUDE)
    void only_clients_may_be_ended(SessionKind kind) {
        assertThat(Protection.NONE.objection(someone().kind(kind).build())).isEqualTo(kind.words());
    }

    private static Someone someone() {
        return Someone.idle("1", 5);
    }
}
