/// What Linux tells of a machine and its processes in /proc.
@NullMarked
package io.caretaker.hosts.proc;

import org.jspecify.annotations.NullMarked;
