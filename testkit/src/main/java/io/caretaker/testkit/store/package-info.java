/// The contract suites that every store passes, and a store in memory that passes them too.
@NullMarked
package io.caretaker.testkit.store;

import org.jspecify.annotations.NullMarked;
