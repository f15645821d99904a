@NullMarked
package io.caretaker.server.desk;

import org.jspecify.annotations.NullMarked;
