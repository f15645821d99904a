package io.caretaker.cli.commands;

/// What exported rows look like.
enum ExportFormat {
    JSON,
    CSV
}
