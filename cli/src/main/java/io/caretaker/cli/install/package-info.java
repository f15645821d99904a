/// Caretaker as a service of the machine: its unit, sudo rules, cron lines, and the files of an
/// installation.
@NullMarked
package io.caretaker.cli.install;

import org.jspecify.annotations.NullMarked;
