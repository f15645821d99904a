package io.caretaker.web.tls;

import java.nio.file.Path;

/// Where the certificate of the face is, with its key.
///
/// @param certificate PEM: its own first, then those that vouch for it
/// @param key PEM, for its owner's eyes only
public record TlsFiles(Path certificate, Path key) {}
