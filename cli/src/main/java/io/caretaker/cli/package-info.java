/// The command line: where it begins, and where the program's parts are put together.
@NullMarked
package io.caretaker.cli;

import org.jspecify.annotations.NullMarked;
