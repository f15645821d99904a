/// The MongoDB engine.
@NullMarked
package io.caretaker.mongodb;

import org.jspecify.annotations.NullMarked;
