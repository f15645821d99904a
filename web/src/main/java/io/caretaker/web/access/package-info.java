/// Who may pass: tokens and their roles, browsers that have logged in, and callers from this
/// machine.
@NullMarked
package io.caretaker.web.access;

import org.jspecify.annotations.NullMarked;
