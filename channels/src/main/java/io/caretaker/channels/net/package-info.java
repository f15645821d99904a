/// Connections that end in time, whoever hangs, and TLS that believes nobody without proof.
@NullMarked
package io.caretaker.channels.net;

import org.jspecify.annotations.NullMarked;
