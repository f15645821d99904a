package io.caretaker.cli.imports;

import io.caretaker.core.inventory.ServiceType;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Guesses the kind of a service from the name of its unit: `postgresql@15-main.service` is
/// PostgreSQL.
final class UnitType {
    private static final Map<Pattern, String> KNOWN = known();

    private UnitType() {}

    private static Map<Pattern, String> known() {
        var known = new LinkedHashMap<Pattern, String>();
        known.put(name("mariadbd?|mariadb-server"), "mariadb");
        known.put(name("mysqld?|mysql-server|mysql-community-server|percona-server"), "mysql");
        known.put(name("postgres|postgresql|postgresql-?[0-9.]+|pgsql"), "postgresql");
        known.put(name("mongod|mongodb|mongos|mongodb-server"), "mongodb");
        known.put(name("nginx"), "nginx");
        known.put(name("apache2?|httpd"), "apache");
        known.put(
                name("redis|redis-server|redis-sentinel|redis[0-9]+|valkey|valkey-server"),
                "redis");
        known.put(name("haproxy"), "haproxy");
        known.put(name("memcached"), "memcached");
        known.put(name("elasticsearch|opensearch"), "elasticsearch");
        known.put(name("rabbitmq|rabbitmq-server"), "rabbitmq");
        known.put(name("php[0-9.]*-fpm|php-fpm"), "php-fpm");
        known.put(name("docker|containerd"), "docker");
        known.put(name("sshd?"), "ssh");
        return known;
    }

    private static Pattern name(String names) {
        return Pattern.compile("(?:" + names + ")(?:@.*)?");
    }

    static ServiceType of(String unit) {
        String small = unit.toLowerCase(Locale.ROOT);
        String name =
                small.endsWith(".service")
                        ? small.substring(0, small.length() - ".service".length())
                        : small;
        return KNOWN.entrySet().stream()
                .filter(each -> each.getKey().matcher(name).matches())
                .map(each -> new ServiceType(each.getValue()))
                .findFirst()
                .orElse(ServiceType.OTHER);
    }
}
