/// The terminal for live views: keys, a screen of its own, and lines that fit it.
@NullMarked
package io.caretaker.cli.screen;

import org.jspecify.annotations.NullMarked;
