/// Real servers that live for one test, and peers that misbehave.
@NullMarked
package io.caretaker.testkit.server;

import org.jspecify.annotations.NullMarked;
