/// What is looked after: hosts, services, environments, and the rules that keep them consistent.
@NullMarked
package io.caretaker.core.inventory;

import org.jspecify.annotations.NullMarked;
