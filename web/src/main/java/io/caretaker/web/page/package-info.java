/// The dashboard's pages: what each shows, made of what the daemon knows, and the forms it takes.
@NullMarked
package io.caretaker.web.page;

import org.jspecify.annotations.NullMarked;
