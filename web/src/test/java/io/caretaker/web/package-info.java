/// Tests of the face, on a daemon of their own.
@NullMarked
package io.caretaker.web;

import org.jspecify.annotations.NullMarked;
