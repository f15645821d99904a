/// Reaching other machines by SSH, without an agent on them.
@NullMarked
package io.caretaker.hosts.ssh;

import org.jspecify.annotations.NullMarked;
