package io.caretaker.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteFileTest {
    private static final int CALLERS = 8;

    @TempDir Path directory;

    @Test
    void a_new_file_is_opened_by_several_at_once() throws Exception {
        try (var executor = Executors.newFixedThreadPool(CALLERS)) {
            for (int round = 0; round < 60; round++) {
                Path path = directory.resolve(round + ".db");
                var together = new CyclicBarrier(CALLERS);
                var callers = new ArrayList<Callable<String>>();
                for (int i = 0; i < CALLERS; i++) {
                    callers.add(() -> {
                        together.await();
                        try (SqliteFile file = SqliteFile.forWriting(path, 4096)) {
                            return file.first("PRAGMA journal_mode", row -> row.getString(1))
                                    .orElseThrow();
                        }
                    });
                }
                List<String> modes = new ArrayList<>();
                for (Future<String> mode : executor.invokeAll(callers)) {
                    modes.add(mode.get());
                }
                assertThat(modes).hasSize(CALLERS).containsOnly("wal");
            }
        }
    }
}
