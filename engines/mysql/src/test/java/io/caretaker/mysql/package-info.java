/// Tests of the MySQL and MariaDB engine.
@NullMarked
package io.caretaker.mysql;

import org.jspecify.annotations.NullMarked;
