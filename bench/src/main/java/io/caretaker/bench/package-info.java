/// Programs that measure what the daemon costs and how fast it heals.
@NullMarked
package io.caretaker.bench;

import org.jspecify.annotations.NullMarked;
