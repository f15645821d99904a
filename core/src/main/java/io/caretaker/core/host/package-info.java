/// Reaching a host: commands, files, processes, facts, service control.
@NullMarked
package io.caretaker.core.host;

import org.jspecify.annotations.NullMarked;
