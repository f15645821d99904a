/// What a message says in words: texts made safe, times, and the templates with what they may name.
@NullMarked
package io.caretaker.channels.text;

import org.jspecify.annotations.NullMarked;
