/// The configuration: `caretaker.yaml`, `.env`, environment and options, read with all their
/// errors.
@NullMarked
package io.caretaker.cli.config;

import org.jspecify.annotations.NullMarked;
