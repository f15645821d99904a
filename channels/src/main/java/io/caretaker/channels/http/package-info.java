/// The channels that speak HTTP, and how it is spoken to those who may hang, lie or repeat secrets.
@NullMarked
package io.caretaker.channels.http;

import org.jspecify.annotations.NullMarked;
