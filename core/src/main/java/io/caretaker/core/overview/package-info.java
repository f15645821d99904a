/// How everything is, as the dashboard, the API and the terminal show it. Pure.
@NullMarked
package io.caretaker.core.overview;

import org.jspecify.annotations.NullMarked;
