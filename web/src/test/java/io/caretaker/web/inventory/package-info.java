/// Tests of the pages about what is watched.
@NullMarked
package io.caretaker.web.inventory;

import org.jspecify.annotations.NullMarked;
