/// Tests of who may pass.
@NullMarked
package io.caretaker.web.access;

import org.jspecify.annotations.NullMarked;
