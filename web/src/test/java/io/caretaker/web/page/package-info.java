/// Tests of pages.
@NullMarked
package io.caretaker.web.page;

import org.jspecify.annotations.NullMarked;
