package io.caretaker.web.inventory;

import java.util.List;

/// Asks whether a server that was found is to be taken into care.
///
/// @param wrong why it did not work; empty before it was tried
public record AdoptionPage(
        String name,
        String engine,
        String account,
        List<String> grants,
        List<String> steps,
        String wrong) {
    public AdoptionPage {
        grants = List.copyOf(grants);
        steps = List.copyOf(steps);
    }
}
