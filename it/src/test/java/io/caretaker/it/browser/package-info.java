/// The dashboard in a real browser.
@NullMarked
package io.caretaker.it.browser;

import org.jspecify.annotations.NullMarked;
