/// Recording what a database server is asked, and how long it takes.
@NullMarked
package io.caretaker.core.profile;

import org.jspecify.annotations.NullMarked;
