/// What people ask for, whichever way they come: each question and each order is answered here
/// once, checked, carried out on the store and audited.
@NullMarked
package io.caretaker.server.desk;

import org.jspecify.annotations.NullMarked;
