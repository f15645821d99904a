/// The store for fleets: everything in one MongoDB database, in the public layout that other
/// programs read and write.
@NullMarked
package io.caretaker.mongostore;

import org.jspecify.annotations.NullMarked;
