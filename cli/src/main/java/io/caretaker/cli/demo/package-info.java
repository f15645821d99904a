/// The demonstration: real throw-away servers, found, adopted, watched, killed and brought back.
@NullMarked
package io.caretaker.cli.demo;

import org.jspecify.annotations.NullMarked;
