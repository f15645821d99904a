/// The daemon's face to people and programs: REST API, dashboard, live events, metrics.
@NullMarked
package io.caretaker.web;

import org.jspecify.annotations.NullMarked;
