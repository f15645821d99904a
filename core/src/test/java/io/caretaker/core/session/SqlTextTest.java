package io.caretaker.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.session.SqlText.Dialect;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTextTest {
    private static final int MEGA = 1_000_000;
    private static final String SECRET = "zq";

    static Stream<Arguments> ansi() {
        return Stream.of(
                pair("select 1", "select ?"),
                pair("select  *\n\tfrom t1 where a=42", "select * from t1 where a=?"),
                pair("select 'it''s', 'x'", "select ?, ?"),
                pair("select E'it\\'s' || e'\\\\' , 1", "select ? || ?, ?"),
                pair("select U&'d\\0061t' , B'101', x'1F', N'n'", "select ?, ?, ?, ?"),
                pair("select $$a 'b' $$, $t$ $$ $t$, $1", "select ?, ?, $1"),
                pair("select '2020-01-01'::date, date '2020-01-01'", "select ?::date, date ?"),
                pair("select 1.5e-10, .5, 1., 0xFF, 1_000, 1e5", "select ?, ?, ?, ?, ?, ?"),
                pair("select 1 -- secret 'x'\n, 2", "select ?, ?"),
                pair("select/* a /* 'b' */ c */1", "select ?"),
                pair("/* x */ select 1 /* never ends", "select ?"),
                pair("select * from \"My \"\"Table\"\"\"", "select * from \"My \"\"Table\"\"\""),
                pair("select U&\"d\\0061t\"", "select U&\"d\\0061t\""),
                pair("where a in (1,2, 3)", "where a in (?)"),
                pair("where a IN ('x', -5, +6)", "where a IN (?)"),
                pair("where a in (1, b, 2)", "where a in (?, b, ?)"),
                pair("where a in (select 1, 2)", "where a in (select ?, ?)"),
                pair("f(1, 2)", "f(?, ?)"),
                pair("= any(array[1,2,3])", "= any(array[?])"),
                pair("array[[1,2],[3,4]]", "array[[?], [?]]"),
                pair("values (1,'a'),(2,'b') , (3,'c')", "values (?)"),
                pair("values (1,now()),(2,now())", "values (?, now())"),
                pair("values (1),(default),(default)", "values (?), (default)"),
                pair(
                        "values ((1), 2), (3, (values (1), (2)))",
                        "values ((?), ?), (?, (values (?)))"),
                pair(
                        "insert into t values (1) returning id",
                        "insert into t values (?) returning id"),
                pair("a-1", "a-?"),
                pair("a - 1", "a - ?"),
                pair("limit 10 offset 20;", "limit ? offset ?;"),
                pair("alter role x password 'pw'", "alter role x password ?"),
                pair("select 'never ends", "select ?"),
                pair("select $tag$ never ends $tag", "select ?"),
                pair("select $cut", "select ?"),
                pair("select \"never ends", "select ?"),
                pair("select e'cut\\", "select ?"),
                pair("select 'C:\\' , secret", "select ?"),
                pair("select 'a\\\\', b", "select ?, b"),
                pair("select a$1, b$c$d", "select a$1, b$c$d"),
                pair("data ? 'key' and d ?| array['a','b']", "data ? ? and d ?| array[?]"),
                pair("in'x'", "in ?"),
                pair("1and 2", "? ?"),
                pair("select größe, 'ü'", "select größe, ?"),
                pair("a\u0000b\u001B[31mc", "a b [?"),
                pair("a\u202Eb", "a b"),
                pair("\"a\u001Bb\"", "\"a b\""),
                pair("a\uD800 b", "a\uFFFD b"),
                pair("😀 x", "😀 x"),
                pair(")))(((", ")))((("),
                pair("", ""));
    }

    @ParameterizedTest
    @MethodSource("ansi")
    void a_statement_keeps_its_shape_and_loses_its_data(String sql, String expected) {
        assertThat(SqlText.normalise(sql)).isEqualTo(expected);
    }

    static Stream<Arguments> mysql() {
        return Stream.of(
                pair("select `a``b`, \"text\"", "select `a``b`, ?"),
                pair("select 'it\\'s', 1", "select ?, ?"),
                pair("select \"a\\\"b\" # secret 'x\n, 2", "select ?, ?"),
                pair("select 5--1", "select ?--?"),
                pair("select 5 -- 1\n+ 2", "select ? + ?"),
                pair("select /*! 1 */ 2", "select ?"),
                pair("select /* a /* b */ c", "select c"),
                pair("select _utf8mb4'abc', x'4D', N'n', 0x4D", "select _utf8mb4 ?, ?, ?, ?"),
                pair("select $a$, @x, @@y", "select $a$, @x, @@y"),
                pair("insert into t value (1,2),(3,4)", "insert into t value (?)"),
                pair("identified by 'pw' ", "identified by ?"));
    }

    @ParameterizedTest
    @MethodSource("mysql")
    void mysql_quotes_otherwise(String sql, String expected) {
        assertThat(SqlText.normalise(sql, Dialect.MYSQL)).isEqualTo(expected);
    }

    @Test
    void what_is_normalised_already_stays_as_it_is() {
        ansi().forEach(each -> {
            String once = String.valueOf(each.get()[1]);
            assertThat(SqlText.normalise(once)).isEqualTo(once);
        });
    }

    /// Statements of random parts; each literal has a marker in it that names have not.
    @Test
    void no_literal_survives_wherever_the_text_is_cut() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            for (Dialect dialect : Dialect.values()) {
                String sql = statement(random, dialect);
                String cut = sql.substring(0, random.nextInt(sql.length() + 1));

                assertThat(SqlText.normalise(sql, dialect))
                        .as("seed %d: %s", seed, sql)
                        .doesNotContain(SECRET)
                        .contains("tbl");
                assertThat(SqlText.normalise(cut, dialect))
                        .as("seed %d: %s", seed, cut)
                        .doesNotContain(SECRET);
            }
        }
    }

    private static String statement(Random random, Dialect dialect) {
        return "select tbl.c "
                + IntStream.range(0, 1 + random.nextInt(12))
                        .mapToObj(_ -> part(random, dialect))
                        .collect(Collectors.joining());
    }

    private static String part(Random random, Dialect dialect) {
        List<String> parts =
                random.nextInt(3) == 0
                        ? List.of(" ", ", ", "(", ")", "\n", " in (", " values (")
                        : dialect == Dialect.ANSI ? ANSI_PARTS : MYSQL_PARTS;
        return parts.get(random.nextInt(parts.size()));
    }

    private static final List<String> ANSI_PARTS =
            List.of(
                    " 'zq' ",
                    "'a''zq'",
                    " E'\\'zq' ",
                    " e'zq\\\\'",
                    " $$zq'$$ ",
                    " $x$ $$zq\" $x$",
                    " U&'zq\\0041'",
                    " N'zq'",
                    " 77zq ",
                    " 0xzq ",
                    "--zq'\n",
                    "/* zq /* ' */ zq */",
                    " \"name\" ",
                    " id = $1 ",
                    "::text",
                    "[",
                    "]",
                    " ? ",
                    " tbl1 ",
                    " '\u0000zq\uD800'");

    private static final List<String> MYSQL_PARTS =
            List.of(
                    " 'zq' ",
                    "'a''zq'",
                    " '\\'zq' ",
                    "\"zq\\\"'\" ",
                    " \"zq\"\"zq\"",
                    " 77zq ",
                    "-- zq'\n",
                    "# zq\"\n",
                    "/* zq ' */",
                    " `name` ",
                    " @v ",
                    " tbl1 ");

    static Stream<String> hostile() {
        return Stream.of(
                "(".repeat(MEGA),
                "'".repeat(MEGA),
                "'".repeat(MEGA + 1),
                "/*".repeat(MEGA / 2),
                "$a".repeat(MEGA / 2),
                "$a$b".repeat(MEGA / 4),
                "$" + "a".repeat(MEGA / 3) + "$" + ("$" + "a".repeat(999)).repeat(600),
                "in (" + "1,".repeat(MEGA / 2),
                "values " + "(1,f(2)),".repeat(MEGA / 9),
                "values " + "(values ".repeat(MEGA / 8),
                "\\".repeat(MEGA),
                "'" + "\\'".repeat(MEGA / 2),
                "\"".repeat(MEGA + 1),
                "-".repeat(MEGA),
                "\uD83D".repeat(MEGA),
                "1e".repeat(MEGA / 2));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void a_megabyte_of_anything_is_done_in_no_time(String sql) {
        for (Dialect dialect : Dialect.values()) {
            long began = System.nanoTime();
            SqlText.normalise(sql, dialect);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void random_characters_never_break_it() {
        String alphabet = "'\"`$\\/*-#eEuU&xX0.19abin(),[] \n\u0000é\uD83D\uDE00?:@";
        Random random = new Random(4711);
        for (int i = 0; i < 20_000; i++) {
            String text =
                    random.ints(random.nextInt(40), 0, alphabet.length())
                            .mapToObj(at -> alphabet.substring(at, at + 1))
                            .collect(Collectors.joining());
            for (Dialect dialect : Dialect.values()) {
                assertThat(SqlText.normalise(text, dialect)).hasSizeLessThan(3 * text.length() + 2);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 10})
    void a_cut_text_is_short_and_splits_no_character(int most) {
        String cut = SqlText.cut("a😀b😀c", most);

        assertThat(cut.length()).isLessThanOrEqualTo(most);
        assertThat(cut.codePoints()).noneMatch(point -> point >= 0xD800 && point <= 0xDFFF);
    }

    private static Arguments pair(String sql, String expected) {
        return Arguments.of(sql, expected);
    }
}
