/// Changes of several steps that are applied, resumed after a death at any instant, and undone.
@NullMarked
package io.caretaker.core.change;

import org.jspecify.annotations.NullMarked;
