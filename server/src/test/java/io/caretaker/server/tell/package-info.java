@NullMarked
package io.caretaker.server.tell;

import org.jspecify.annotations.NullMarked;
