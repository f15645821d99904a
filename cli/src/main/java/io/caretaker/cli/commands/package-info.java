/// The commands, one class each.
@NullMarked
package io.caretaker.cli.commands;

import org.jspecify.annotations.NullMarked;
