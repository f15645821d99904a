package io.caretaker.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.core.check.Ticker;
import io.caretaker.testkit.store.InMemoryStore;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Caller;
import io.caretaker.web.http.Gate;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Refusal;
import io.caretaker.web.http.Request;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {
    @TempDir Path state;

    private final InMemoryStore store = new InMemoryStore();
    private final AtomicLong nanos = new AtomicLong();
    private @Nullable Entrance entrance;

    @BeforeEach
    void open() {
        open(AccessSettings.USUAL);
    }

    private void open(AccessSettings settings) {
        close();
        Ticker ticker = nanos::get;
        entrance =
                new Entrance(
                        state,
                        settings,
                        List.of("10.0.0.5"),
                        store::audit,
                        InstantSource.system(),
                        ticker);
    }

    @AfterEach
    void close() {
        if (entrance != null) {
            entrance.close();
        }
    }

    private Entrance entrance() {
        assertThat(entrance).isNotNull();
        return java.util.Objects.requireNonNull(entrance);
    }

    private String token(String name, Access role) {
        Token.Made made = Token.make(name, role, InstantSource.system().instant(), null);
        new TokenFile(state)
                .change(all -> {
                    var more = new java.util.ArrayList<>(all);
                    more.add(made.token());
                    return more;
                });
        return made.secret();
    }

    private static Request request(Method method, String peer, String... headers) {
        return request(false, method, peer, headers);
    }

    private static Request request(boolean old, Method method, String peer, String... headers) {
        var all = new HashMap<String, List<String>>();
        all.put("host", List.of(peer.startsWith("127.") ? "127.0.0.1:8321" : "10.0.0.5:8321"));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], List.of(headers[i + 1]));
        }
        String here = peer.startsWith("127.") ? "127.0.0.1" : "10.0.0.5";
        return new Request(
                method,
                "/x",
                Map.of(),
                null,
                all,
                new InetSocketAddress(address(peer), 40_000),
                new InetSocketAddress(address(here), 8321),
                new Request.Connection(!here.startsWith("127."), old));
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /// The caller's name and role, or the status of the refusal.
    private String outcome(Request request, Access demanded) {
        Gate gate = entrance().gate();
        try {
            Caller caller = gate.recognise(request);
            // As the front does.
            Access have = caller.access();
            if (!have.includes(demanded)) {
                return caller.origin() == Caller.Origin.NONE ? "401" : "403";
            }
            return caller.actor() + " " + have.word();
        } catch (Refusal refusal) {
            return String.valueOf(refusal.status());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "VIEWER, OPEN, true", "VIEWER, VIEWER, true", "VIEWER, OPERATOR, false",
        "VIEWER, ADMIN, false", "OPERATOR, VIEWER, true", "OPERATOR, OPERATOR, true",
        "OPERATOR, ADMIN, false", "ADMIN, VIEWER, true", "ADMIN, OPERATOR, true",
        "ADMIN, ADMIN, true"
    })
    void a_token_may_do_what_its_role_includes(Access role, Access demanded, boolean passes) {
        String secret = token("anna", role);
        Request request = request(Method.GET, "10.0.0.9", "authorization", "Bearer " + secret);

        assertThat(outcome(request, demanded))
                .isEqualTo(passes ? "token:anna@10.0.0.9 " + role.word() : "403");
    }

    @ParameterizedTest
    @CsvSource({
        "ADMIN, ADMIN, local admin", "OPERATOR, OPERATOR, local operator", "OPERATOR, ADMIN, 403",
        "VIEWER, VIEWER, local viewer", "VIEWER, OPERATOR, 403", "OPEN, VIEWER, 401"
    })
    void a_caller_on_this_machine_may_do_what_the_settings_say(
            Access local, Access demanded, String outcome) {
        open(new AccessSettings(List.of(), List.of(), local));

        assertThat(outcome(request(Method.GET, "127.0.0.1"), demanded)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "x-forwarded-for, 1.2.3.4",
        "x-forwarded-proto, https",
        "forwarded, for=1.2.3.4",
        "via, 1.1 proxy",
        "x-real-ip, 1.2.3.4"
    })
    void whoever_comes_by_a_proxy_is_not_on_this_machine(String header, String value) {
        assertThat(outcome(request(Method.GET, "127.0.0.1", header, value), Access.VIEWER))
                .isEqualTo("401");
    }

    /// As nginx asks that is told nothing but `proxy_pass http://127.0.0.1:8321`.
    @Test
    void whoever_asks_by_an_old_protocol_may_be_a_proxy_and_needs_a_token() {
        assertThat(outcome(request(true, Method.GET, "127.0.0.1"), Access.VIEWER)).isEqualTo("401");
        assertThat(outcome(request(true, Method.GET, "127.0.0.1"), Access.OPEN)).isEqualTo(" open");
        assertThat(
                        outcome(
                                request(
                                        true,
                                        Method.GET,
                                        "127.0.0.1",
                                        "authorization",
                                        "Bearer " + token("anna", Access.VIEWER)),
                                Access.VIEWER))
                .isEqualTo("token:anna@127.0.0.1 viewer");
    }

    @ParameterizedTest
    @CsvSource({
        "true, ADMIN, , , 'this was asked by HTTP/1.0'",
        "false, ADMIN, x-forwarded-for, 1.2.3.4, 'its header x-forwarded-for says'",
        "false, ADMIN, host, 10.0.0.5, 'when they ask 127.0.0.1 or localhost'",
        "false, OPEN, , , 'web.local_access is none'"
    })
    void who_is_on_this_machine_and_not_known_hears_why(
            boolean old,
            Access local,
            @Nullable String header,
            @Nullable String value,
            String why) {
        String[] headers =
                header == null || value == null ? new String[0] : new String[] {header, value};
        Request request = request(old, Method.GET, "127.0.0.1", headers);
        var settings = new AccessSettings(List.of("10.0.0.5"), List.of(), local);
        open(settings);

        assertThatThrownBy(() -> entrance().gate().admit(request, Access.VIEWER))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal ->
                                assertThat(refusal.hint())
                                        .contains(why)
                                        .contains("`caretaker token create` makes one"));
    }

    @Test
    void other_machines_and_known_proxies_hear_nothing_of_this_machine() {
        var proxy = List.of(AddressRange.of("127.0.0.1"));
        var settings = new AccessSettings(List.of(), proxy, Access.ADMIN);

        assertThat(Strangeness.of(request(Method.GET, "10.0.0.9"), AccessSettings.USUAL)).isEmpty();
        assertThat(Strangeness.of(request(true, Method.GET, "127.0.0.1"), settings)).isEmpty();
    }

    @Test
    void the_first_use_of_a_token_is_written_down_at_once_and_the_next_within_a_minute() {
        Instant begin = Instant.parse("2026-03-01T12:00:00Z");
        try (var uses = new LastUses(state)) {
            Token first = Token.make("one", Access.VIEWER, begin, null).token();
            Token second = Token.make("two", Access.VIEWER, begin, null).token();
            Set<String> known = Set.of(first.id(), second.id());

            uses.used(first, known, begin);
            uses.used(second, known, begin.plusSeconds(1));
            uses.used(first, known, begin.plusSeconds(2));
            var read = new LastUses(state);
            assertThat(read.of(first)).isEqualTo(begin);
            assertThat(read.of(second)).isEqualTo(begin.plusSeconds(1));

            uses.used(second, known, begin.plusSeconds(61));
            read = new LastUses(state);
            assertThat(read.of(first)).isEqualTo(begin.plusSeconds(2));
            assertThat(read.of(second)).isEqualTo(begin.plusSeconds(61));
        }
    }

    @Test
    void a_trusted_proxy_on_this_machine_is_nobody_by_itself() {
        open(new AccessSettings(List.of(), List.of(AddressRange.of("127.0.0.1")), Access.ADMIN));

        assertThat(outcome(request(Method.GET, "127.0.0.1"), Access.VIEWER)).isEqualTo("401");
    }

    @Test
    void a_trusted_proxy_says_whom_it_speaks_for_and_others_do_not() {
        open(new AccessSettings(List.of(), List.of(AddressRange.of("10.0.0.0/8")), Access.ADMIN));
        String bearer = "Bearer " + token("anna", Access.VIEWER);

        assertThat(
                        outcome(
                                request(
                                        Method.GET,
                                        "10.0.0.9",
                                        "authorization",
                                        bearer,
                                        "x-forwarded-for",
                                        "6.6.6.6, 198.51.100.7, 10.1.1.1"),
                                Access.VIEWER))
                .isEqualTo("token:anna@198.51.100.7 viewer");
        assertThat(
                        outcome(
                                request(
                                        Method.GET,
                                        "192.0.2.1",
                                        "authorization",
                                        bearer,
                                        "x-forwarded-for",
                                        "198.51.100.7"),
                                Access.VIEWER))
                .isEqualTo("token:anna@192.0.2.1 viewer");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8321, true",
        "localhost, true",
        "LOCALHOST:1, true",
        "[::1]:8321, true",
        "10.0.0.5:8321, true",
        "care.example.org, true",
        "CARE.example.org.:443, true",
        "attacker.test, false",
        "127.0.0.1.attacker.test:8321, false",
        "0, false",
        "user@127.0.0.1, false",
        "'', false"
    })
    void caretaker_answers_under_its_own_names_only(String host, boolean answered) {
        open(new AccessSettings(List.of("care.example.org"), List.of(), Access.ADMIN));
        String outcome = outcome(request(Method.GET, "127.0.0.1", "host", host), Access.OPEN);

        assertThat(outcome.equals("421")).isEqualTo(!answered);
    }

    @Test
    void a_name_of_this_machine_is_needed_to_be_local() {
        open(new AccessSettings(List.of("care.example.org"), List.of(), Access.ADMIN));

        assertThat(
                        outcome(
                                request(Method.GET, "127.0.0.1", "host", "care.example.org"),
                                Access.VIEWER))
                .isEqualTo("401");
    }

    @Test
    void a_token_that_was_revoked_or_has_expired_is_worth_nothing() {
        String secret = token("anna", Access.VIEWER);
        Request request = request(Method.GET, "10.0.0.9", "authorization", "Bearer " + secret);
        assertThat(outcome(request, Access.VIEWER)).startsWith("token:anna");

        new TokenFile(state).change(_ -> List.of());
        assertThat(outcome(request, Access.VIEWER)).isEqualTo("401");

        var past = InstantSource.system().instant().minusSeconds(1);
        Token.Made old = Token.make("old", Access.ADMIN, past.minusSeconds(9), past);
        new TokenFile(state).change(_ -> List.of(old.token()));
        assertThat(
                        outcome(
                                request(
                                        Method.GET,
                                        "10.0.0.9",
                                        "authorization",
                                        "Bearer " + old.secret()),
                                Access.VIEWER))
                .isEqualTo("401");
    }

    @Test
    void whoever_tries_tokens_is_slowed_down_and_a_right_token_is_not() {
        String secret = token("anna", Access.VIEWER);
        Request bad = request(Method.GET, "10.0.0.9", "authorization", "Bearer ct_no");
        for (int i = 0; i < 5; i++) {
            assertThat(outcome(bad, Access.VIEWER)).isEqualTo("401");
        }
        assertThat(outcome(bad, Access.VIEWER)).isEqualTo("429");
        assertThat(
                        outcome(
                                request(
                                        Method.GET,
                                        "10.0.0.9",
                                        "authorization",
                                        "Bearer " + secret),
                                Access.VIEWER))
                .startsWith("token:anna");
        assertThat(
                        outcome(
                                request(Method.GET, "10.0.0.8", "authorization", "Bearer ct_no"),
                                Access.VIEWER))
                .isEqualTo("401");
        nanos.addAndGet(11_000_000_000L);
        assertThat(outcome(bad, Access.VIEWER)).isEqualTo("401");
        assertThat(outcome(bad, Access.VIEWER)).isEqualTo("429");
        assertThat(store.audit().recent(null, 100))
                .filteredOn(each -> each.entry().details().containsValue("10.0.0.9"))
                .hasSize(3);
    }

    @Test
    void a_damaged_file_of_tokens_lets_nobody_in_and_is_left_as_it_is() throws Exception {
        String secret = token("anna", Access.VIEWER);
        Path file = new TokenFile(state).path();
        String damaged = java.nio.file.Files.readString(file).substring(5);
        java.nio.file.Files.writeString(file, damaged);

        assertThat(
                        outcome(
                                request(
                                        Method.GET,
                                        "10.0.0.9",
                                        "authorization",
                                        "Bearer " + secret),
                                Access.OPEN))
                .isEqualTo("503");
        assertThat(java.nio.file.Files.readString(file)).isEqualTo(damaged);
    }

    @ParameterizedTest
    @CsvSource({
        "same-origin, , true",
        "none, , true",
        "cross-site, , false",
        "same-site, , false",
        ", http://127.0.0.1:8321, true",
        ", http://attacker.test, false",
        ", https://127.0.0.1:8321, false",
        ", null, false",
        ", , true"
    })
    void another_site_makes_a_browser_on_this_machine_change_nothing(
            @Nullable String site, @Nullable String origin, boolean passes) {
        var headers = new java.util.ArrayList<String>();
        if (site != null) {
            headers.addAll(List.of("sec-fetch-site", site));
        }
        if (origin != null) {
            headers.addAll(List.of("origin", origin));
        }
        Request request = request(Method.POST, "127.0.0.1", headers.toArray(String[]::new));
        Gate gate = entrance().gate();
        Caller caller = gate.recognise(request);
        assertThat(caller.access()).isEqualTo(Access.ADMIN);
        boolean passed = passes(gate, request);

        // The request's caller is set by the front: here it is nobody, who must say its origin.
        assertThat(passed).isEqualTo(passes && (site != null || origin != null));
    }

    private static boolean passes(Gate gate, Request request) {
        try {
            gate.defend(request);
            return true;
        } catch (Refusal refusal) {
            assertThat(refusal.status()).isEqualTo(403);
            return false;
        }
    }
}
