/// Syslog and the journal: records, and the sockets that take them.
@NullMarked
package io.caretaker.channels.syslog;

import org.jspecify.annotations.NullMarked;
