/// The journal of changes, and what applies, resumes and undoes them by it.
@NullMarked
package io.caretaker.server.change;

import org.jspecify.annotations.NullMarked;
