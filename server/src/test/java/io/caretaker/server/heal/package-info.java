@NullMarked
package io.caretaker.server.heal;

import org.jspecify.annotations.NullMarked;
