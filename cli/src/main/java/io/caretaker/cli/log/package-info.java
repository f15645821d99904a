/// Log lines to console and file, with their keys and values.
@NullMarked
package io.caretaker.cli.log;

import org.jspecify.annotations.NullMarked;
