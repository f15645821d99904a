package io.caretaker.web.http;

/// A handler that itself sees to it that a request with the same key is carried out once, also
/// after a restart: it may be asked again when nobody knows whether it was.
@FunctionalInterface
public interface Repeatable extends Handler {}
