/// Tests.
@NullMarked
package io.caretaker.web.metrics;

import org.jspecify.annotations.NullMarked;
