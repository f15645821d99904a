/// Answering over HTTP: routes as data, requests, answers, and what is the same for all of them.
@NullMarked
package io.caretaker.web.http;

import org.jspecify.annotations.NullMarked;
