@NullMarked
package io.caretaker.channels.syslog;

import org.jspecify.annotations.NullMarked;
