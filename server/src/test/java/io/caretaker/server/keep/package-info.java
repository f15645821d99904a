/// Tests of keeping what was seen and done.
@NullMarked
package io.caretaker.server.keep;

import org.jspecify.annotations.NullMarked;
