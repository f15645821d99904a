/// The one mapping between records and the documents that other programs read.
@NullMarked
package io.caretaker.core.document;

import org.jspecify.annotations.NullMarked;
