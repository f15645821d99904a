/// What only the running daemon needs of the command line: its lock, its signals, what the file
/// declares.
@NullMarked
package io.caretaker.cli.daemon;

import org.jspecify.annotations.NullMarked;
