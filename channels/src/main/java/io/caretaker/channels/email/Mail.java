package io.caretaker.channels.email;

import java.util.List;

/// A mail as it is handed over.
///
/// @param from the sender's bare address, to which what cannot be delivered goes back
/// @param to the recipients' bare addresses
/// @param content headers and body, in ASCII
record Mail(String id, String from, List<String> to, String subject, String content) {
    Mail {
        to = List.copyOf(to);
    }
}
