@NullMarked
package io.caretaker.server.change;

import org.jspecify.annotations.NullMarked;
