package io.caretaker.mongostore;

/// The right to change the inventory, held by one at a time.
interface Turn {
    /// Grows with every turn that anyone takes.
    long fence();

    /// Shows that its holder lives.
    ///
    /// @throws io.caretaker.core.problem.Problem `LOCKED` when somebody else took over
    void beat();

    /// From here on the changes noted under the fence happen, whoever carries them out.
    void decide();

    /// They have happened.
    ///
    /// @param fence the one they were noted under
    void done(long fence);
}
