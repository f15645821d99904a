@NullMarked
package io.caretaker.server.care;

import org.jspecify.annotations.NullMarked;
