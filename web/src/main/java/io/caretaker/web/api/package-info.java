/// The REST API: one class for each kind of thing, each naming its routes with their description.
@NullMarked
package io.caretaker.web.api;

import org.jspecify.annotations.NullMarked;
