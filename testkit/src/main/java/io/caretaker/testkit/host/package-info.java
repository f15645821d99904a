/// What every way of reaching a host must do.
@NullMarked
package io.caretaker.testkit.host;

import org.jspecify.annotations.NullMarked;
