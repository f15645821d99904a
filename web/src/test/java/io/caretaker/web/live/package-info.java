@NullMarked
package io.caretaker.web.live;

import org.jspecify.annotations.NullMarked;
