package io.caretaker.core.secret;

/// Turns a reference into the secret, each time it is needed, so that a rotated secret is picked
/// up.
///
/// Implementations throw a [io.caretaker.core.problem.Problem] that names the reference, never the
/// value: the variable is not set, the file is missing or readable by others, the command failed.
@FunctionalInterface
public interface SecretSource {
    Secret resolve(SecretReference reference);
}
