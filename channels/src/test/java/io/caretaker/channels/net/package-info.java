@NullMarked
package io.caretaker.channels.net;

import org.jspecify.annotations.NullMarked;
