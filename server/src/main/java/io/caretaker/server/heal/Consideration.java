package io.caretaker.server.heal;

import io.caretaker.core.recovery.Hold;
import io.caretaker.core.recovery.RecoveryDecision;
import io.caretaker.core.recovery.RecoverySituation;

/// All that is asked between the guards and a step; the same for a recovery and for a dry run.
/// Thread-safe.
record Consideration(SecondOpinion opinion, Veto veto) {

    /// The step to take, or the first thing that stands against it.
    ///
    /// @param dryRun whether nothing will come of it
    RecoveryDecision of(RecoverySituation situation, Site site, boolean dryRun)
            throws InterruptedException {
        RecoveryDecision decision = opinion.decide(situation, site);
        if (!(decision instanceof RecoveryDecision.Act act)) {
            return decision;
        }
        String against = veto.against(site, act, dryRun);
        if (against != null) {
            return new RecoveryDecision.Held(Hold.VETOED, against, null);
        }
        RecoveryDecision objection = opinion.lastWord(situation);
        return objection == null ? act : objection;
    }
}
