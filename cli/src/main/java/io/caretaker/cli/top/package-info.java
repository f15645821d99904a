/// The live view of a database's sessions: what keys do and what is shown is pure; the terminal and
/// the server stand around it.
@NullMarked
package io.caretaker.cli.top;

import org.jspecify.annotations.NullMarked;
