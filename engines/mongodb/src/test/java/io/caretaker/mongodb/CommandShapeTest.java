package io.caretaker.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CommandShapeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{find: 'orders', filter: {total: {$gt: 7}}} | find orders {filter: {total: {$gt: ?}}}",
                "{find: 'orders', filter: {_id: {$in: [1, 2, 3]}}} | find orders {filter: {_id: {$in: [?]}}}",
                "{find: 'o', filter: {$or: [{a: 1}, {b: 'x'}, {a: 9}]}, limit: 5}"
                        + " | find o {filter: {$or: [{a: ?}, {b: ?}]}, limit: ?}",
                "{aggregate: 'o', pipeline: [{$match: {name: 'Anna'}}, {$sort: {n: 1}}], cursor: {}}"
                        + " | aggregate o {pipeline: [{$match: {name: ?}}, {$sort: {n: ?}}]}",
                "{insert: 'people', documents: [{name: 'Anna', secret: 4711}], ordered: true}"
                        + " | insert people {documents: ?, ordered: ?}",
                "{getMore: 4711, collection: 'people', batchSize: 100} | getMore people",
                "{createUser: 'anna', pwd: 'secret', roles: ['root']} | createUser anna {pwd: ?, roles: [?]}",
                "{explain: {find: 'o', filter: {a: 1}}, verbosity: 'x'}"
                        + " | explain (find o {filter: {a: ?}}) {verbosity: ?}",
                "{hello: 1, $db: 'admin', lsid: {id: 1}} | hello",
                "{find: 'o', filter: {$where: 'this.name == \"Anna\"'}} | find o {filter: {$where: ?}}"
            })
    void values_become_question_marks(String command, String shape) {
        assertThat(CommandShape.of(Document.parse(command))).isEqualTo(shape);
    }

    @Test
    void a_command_that_the_server_has_cut_is_not_shown_at_all() {
        assertThat(CommandShape.of(Document.parse("{$truncated: '{ find: \"o\", filter: { a: 1'}")))
                .isEqualTo("(too long for the server to tell)");
    }

    @Test
    void no_command_has_no_shape() {
        assertThat(CommandShape.of(new Document())).isNull();
        assertThat(CommandShape.of(null)).isNull();
    }

    @Test
    void what_is_large_deep_or_has_control_characters_becomes_one_short_line() {
        var wide = new Document("find", "a\nb\u001b[31m");
        var filter = new Document();
        for (int i = 0; i < 5_000; i++) {
            filter.append("field_with_a_long_name_" + i, i);
        }
        Document deep = new Document("x", 1);
        for (int i = 0; i < 500; i++) {
            deep = new Document("d", deep);
        }
        wide.append("filter", filter).append("sort", deep);

        String shape = CommandShape.of(wide);

        assertThat(shape).hasSizeLessThanOrEqualTo(1_000).startsWith("find a b [31m {filter: {");
        assertThat(shape).doesNotContainPattern("\\p{Cc}");
    }
}
