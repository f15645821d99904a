/// Sessions of databases: the contract suite of its port, and a scriptable server in memory.
@NullMarked
package io.caretaker.testkit.session;

import org.jspecify.annotations.NullMarked;
