@NullMarked
package io.caretaker.server.discover;

import org.jspecify.annotations.NullMarked;
