/// Reaching the machine that caretaker itself runs on: programs, files, services.
@NullMarked
package io.caretaker.hosts.local;

import org.jspecify.annotations.NullMarked;
