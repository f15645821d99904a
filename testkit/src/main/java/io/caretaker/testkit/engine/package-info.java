/// What every database engine's adapter must do, as tests.
@NullMarked
package io.caretaker.testkit.engine;

import org.jspecify.annotations.NullMarked;
