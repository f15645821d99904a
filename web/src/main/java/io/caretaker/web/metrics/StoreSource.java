package io.caretaker.web.metrics;

import io.caretaker.core.store.Store;
import io.caretaker.server.keep.SteadyStore;
import io.caretaker.server.keep.StoreWriter;
import java.util.List;

/// How caretaker's store does.
final class StoreSource implements Source {
    private static final Family UP =
            Family.gauge(
                    "caretaker_store_up",
                    "1 while the store answers; watching and healing go on without it");
    private static final Family WRITE =
            Family.histogram(
                    "caretaker_store_write_duration_seconds",
                    "how long the store took for each batch of results that it took");
    private static final Family REFUSED =
            Family.counter(
                    "caretaker_store_write_failures_total",
                    "batches of results that the store did not take");
    private static final Family BACKLOG =
            Family.gauge("caretaker_writer_backlog", "results that wait in memory to be written");
    private static final Family WRITTEN =
            Family.counter("caretaker_writer_results_written_total", "results that were written");
    private static final Family DROPPED =
            Family.counter(
                    "caretaker_writer_results_dropped_total",
                    "results given up in memory because the store did not take them");
    private static final Family WAITING =
            Family.gauge(
                    "caretaker_store_waiting",
                    "results and records that wait in files for a store that is away");
    private static final Family WAITING_BYTES =
            Family.gauge("caretaker_store_waiting_bytes", "the disk that these files take");
    private static final Family LOST =
            Family.counter(
                    "caretaker_store_dropped_total",
                    "results and records given up because too much waited for the store");

    private final Store store;
    private final StoreWriter writer;

    StoreSource(Store store, StoreWriter writer) {
        this.store = store;
        this.writer = writer;
    }

    /// All that it may ever tell.
    static List<Family> families() {
        return List.of(UP, WRITE, REFUSED, BACKLOG, WRITTEN, DROPPED, WAITING, WAITING_BYTES, LOST);
    }

    @Override
    public void collect(Samples samples) {
        samples.add(WRITE, Labels.EMPTY, writer.latency());
        samples.add(REFUSED, writer.refused());
        samples.add(BACKLOG, writer.backlog());
        samples.add(WRITTEN, writer.written());
        samples.add(DROPPED, writer.dropped());
        // Only a store that may go away knows whether it has.
        if (store instanceof SteadyStore steady) {
            samples.add(UP, Labels.EMPTY, !steady.gone());
            samples.add(WAITING, steady.waiting());
            samples.add(WAITING_BYTES, steady.waitingBytes());
            samples.add(LOST, steady.dropped());
        }
    }
}
