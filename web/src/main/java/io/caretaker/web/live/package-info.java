/// Server-sent events: what changes reaches whoever listens, as JSON for programs and as parts of
/// pages for browsers.
@NullMarked
package io.caretaker.web.live;

import org.jspecify.annotations.NullMarked;
