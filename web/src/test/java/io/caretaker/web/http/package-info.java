@NullMarked
package io.caretaker.web.http;

import org.jspecify.annotations.NullMarked;
