package io.caretaker.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitTypeTest {
    @ParameterizedTest
    @CsvSource({
        "mysql.service,mysql",
        "mysqld,mysql",
        "mariadb.service,mariadb",
        "mariadb@b.service,mariadb",
        "postgresql@15-main.service,postgresql",
        "postgresql-16.service,postgresql",
        "mongod.service,mongodb",
        "nginx,nginx",
        "apache2.service,apache",
        "httpd.service,apache",
        "redis-server.service,redis",
        "my-own-thing.service,other",
        "notmysql.service,other"
    })
    void the_type_is_guessed_from_the_unit(String unit, String type) {
        assertThat(UnitType.of(unit).name()).isEqualTo(type);
    }
}
