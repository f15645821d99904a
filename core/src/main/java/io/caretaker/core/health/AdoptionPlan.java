package io.caretaker.core.health;

import java.util.List;

/// What adopting a server would do, in plain words, before it is done.
///
/// @param account the account that would be created or kept
/// @param grants the privileges it would get
/// @param steps one sentence each, in order
public record AdoptionPlan(
        LocalServer server, String account, List<String> grants, List<String> steps) {
    public AdoptionPlan {
        grants = List.copyOf(grants);
        steps = List.copyOf(steps);
    }
}
