/// Writing results in batches, off the hot path, and keeping them within their retention.
@NullMarked
package io.caretaker.server.keep;

import org.jspecify.annotations.NullMarked;
