/// Recovery: gathering evidence, taking one step, verifying it, remembering it.
@NullMarked
package io.caretaker.server.heal;

import org.jspecify.annotations.NullMarked;
