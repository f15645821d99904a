/// How results look: text for people, JSON for programs.
@NullMarked
package io.caretaker.cli.render;

import org.jspecify.annotations.NullMarked;
