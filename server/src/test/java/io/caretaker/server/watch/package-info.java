@NullMarked
package io.caretaker.server.watch;

import org.jspecify.annotations.NullMarked;
