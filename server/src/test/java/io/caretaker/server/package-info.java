@NullMarked
package io.caretaker.server;

import org.jspecify.annotations.NullMarked;
