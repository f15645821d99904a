/// The MySQL and MariaDB engine: one adapter for both dialects.
@NullMarked
package io.caretaker.mysql;

import org.jspecify.annotations.NullMarked;
