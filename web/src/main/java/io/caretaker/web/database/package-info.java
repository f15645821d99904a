/// The pages about databases: health, sessions, locks, clean-up.
@NullMarked
package io.caretaker.web.database;

import org.jspecify.annotations.NullMarked;
