@NullMarked
package io.caretaker.channels.http;

import org.jspecify.annotations.NullMarked;
