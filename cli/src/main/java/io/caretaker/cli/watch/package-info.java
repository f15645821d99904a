/// The live overview of the fleet: what keys do and what is shown is pure; the terminal and the
/// store stand around it.
@NullMarked
package io.caretaker.cli.watch;

import org.jspecify.annotations.NullMarked;
