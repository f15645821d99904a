/// Taking over what other programs know of hosts and services.
@NullMarked
package io.caretaker.cli.imports;

import org.jspecify.annotations.NullMarked;
