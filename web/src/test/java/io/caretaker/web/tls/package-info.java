/// Tests of the certificate that the face shows.
@NullMarked
package io.caretaker.web.tls;

import org.jspecify.annotations.NullMarked;
