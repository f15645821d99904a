/// What the API answers, compared with what it says of itself.
@NullMarked
package io.caretaker.it.contract;

import org.jspecify.annotations.NullMarked;
