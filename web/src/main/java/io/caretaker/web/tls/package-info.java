/// The certificate that the face shows, and its renewal.
@NullMarked
package io.caretaker.web.tls;

import org.jspecify.annotations.NullMarked;
