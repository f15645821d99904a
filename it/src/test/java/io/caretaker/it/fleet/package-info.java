/// Stories on real hosts: systemd, sshd and databases in their own namespaces.
@NullMarked
package io.caretaker.it.fleet;

import org.jspecify.annotations.NullMarked;
