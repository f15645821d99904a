package io.caretaker.core.problem;

/// What kind of trouble a [Problem] is; the command line maps each to a stable exit code.
public enum ProblemCode {
    /// The caller asked for something that makes no sense: a bad option, field or value.
    INVALID,
    /// The configuration file, environment or `.env` has errors.
    CONFIGURATION,
    /// What was named does not exist.
    NOT_FOUND,
    /// What was to be created exists already.
    DUPLICATE,
    /// What was to be changed is no longer what the caller took it to be.
    OUTDATED,
    /// Another caretaker holds what this one needs.
    LOCKED,
    /// Not allowed: read-only, missing privilege, or declared in a file.
    DENIED,
    /// A host, server or store does not answer.
    UNREACHABLE,
    /// The store is damaged.
    STORE_CORRUPT,
    /// The store cannot be written (read-only file system, full disk).
    STORE_UNWRITABLE,
    /// The action was carried out and did not reach its aim.
    FAILED,
    /// A defect in caretaker.
    INTERNAL
}
