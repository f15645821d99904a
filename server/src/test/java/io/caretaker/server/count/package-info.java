/// Tests.
@NullMarked
package io.caretaker.server.count;

import org.jspecify.annotations.NullMarked;
