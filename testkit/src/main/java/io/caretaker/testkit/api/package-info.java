/// What an API says of itself, compared with what it answers.
@NullMarked
package io.caretaker.testkit.api;

import org.jspecify.annotations.NullMarked;
