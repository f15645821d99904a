/// The pages about what is watched: hosts, services, environments, adding a database.
@NullMarked
package io.caretaker.web.inventory;

import org.jspecify.annotations.NullMarked;
