/// Tests of the pages about alerts.
@NullMarked
package io.caretaker.web.alert;

import org.jspecify.annotations.NullMarked;
