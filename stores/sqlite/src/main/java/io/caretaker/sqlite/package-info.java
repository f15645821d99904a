/// The embedded store: SQLite files in one state directory.
@NullMarked
package io.caretaker.sqlite;

import org.jspecify.annotations.NullMarked;
