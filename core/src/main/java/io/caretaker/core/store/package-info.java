/// The storage port that the embedded and the fleet store implement.
@NullMarked
package io.caretaker.core.store;

import org.jspecify.annotations.NullMarked;
