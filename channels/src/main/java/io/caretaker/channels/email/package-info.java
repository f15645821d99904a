/// Mail: what it looks like, and the dialogue that hands it over.
@NullMarked
package io.caretaker.channels.email;

import org.jspecify.annotations.NullMarked;
