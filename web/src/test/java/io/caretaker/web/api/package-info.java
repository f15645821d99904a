@NullMarked
package io.caretaker.web.api;

import org.jspecify.annotations.NullMarked;
