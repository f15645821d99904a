/// Tests of the pages about databases.
@NullMarked
package io.caretaker.web.database;

import org.jspecify.annotations.NullMarked;
