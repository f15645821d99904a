/// What other monitoring reads: Prometheus' metrics, and whether caretaker is well.
@NullMarked
package io.caretaker.web.metrics;

import org.jspecify.annotations.NullMarked;
