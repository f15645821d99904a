package io.caretaker.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Reads from the API as fast as it answers, over connections that stay open: a service, the
/// summary and the open alerts in turn.
///
/// Arguments: address, services, connections, seconds, process id of the daemon.
public final class ApiLoad {
    private static final int MOST = 4_000_000;
    private static final List<String> KINDS =
            List.of("GET services/{id}", "GET summary", "GET alerts");

    private final URI address;
    private final int services;

    private ApiLoad(URI address, int services) {
        this.address = address;
        this.services = services;
    }

    public static void main(String[] args) throws InterruptedException {
        var load = new ApiLoad(URI.create(args[0]), Integer.parseInt(args[1]));
        int connections = Integer.parseInt(args[2]);
        Duration time = Duration.ofSeconds(Integer.parseInt(args[3]));
        long daemon = Long.parseLong(args[4]);
        load.run(connections, time);
        Duration before = cpu(daemon);
        long began = System.nanoTime();
        List<Reader> readers = load.run(connections, time);
        double took = (System.nanoTime() - began) / 1e9;
        Duration spent = cpu(daemon).minus(before);
        report(readers, took, spent);
    }

    private static Duration cpu(long process) {
        return ProcessHandle.of(process)
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    private List<Reader> run(int connections, Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        List<Reader> readers =
                IntStream.range(0, connections).mapToObj(i -> new Reader(i, end)).toList();
        var threads = new ArrayList<Thread>();
        readers.forEach(reader -> threads.add(Thread.ofPlatform().start(reader)));
        for (Thread thread : threads) {
            thread.join();
        }
        return readers;
    }

    private static void report(List<Reader> readers, double took, Duration spent) {
        System.out.printf(
                Locale.ROOT,
                "%-24s %10s %8s %8s %8s%n",
                "",
                "a second",
                "p50, ms",
                "p95, ms",
                "p99, ms");
        long all = 0;
        for (int kind = 0; kind < KINDS.size(); kind++) {
            int wanted = kind;
            long[] nanos =
                    readers.stream().flatMapToLong(each -> each.times(wanted)).sorted().toArray();
            all += nanos.length;
            System.out.printf(
                    Locale.ROOT,
                    "%-24s %10.0f %8.2f %8.2f %8.2f%n",
                    KINDS.get(kind),
                    nanos.length / took,
                    at(nanos, 0.5),
                    at(nanos, 0.95),
                    at(nanos, 0.99));
        }
        System.out.printf(Locale.ROOT, "%-24s %10.0f%n", "all", all / took);
        System.out.printf(
                Locale.ROOT,
                "CPU of the daemon: %.0f µs for a read, %.2f cores%n",
                spent.toNanos() / 1e3 / all,
                spent.toNanos() / 1e9 / took);
    }

    private static double at(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))] / 1e6;
    }

    /// One connection.
    private final class Reader implements Runnable {
        private final int number;
        private final long end;
        private final long[] nanos = new long[MOST / 16];
        private int count;

        Reader(int number, long end) {
            this.number = number;
            this.end = end;
        }

        LongStream times(int kind) {
            return IntStream.range(0, count)
                    .filter(i -> i % KINDS.size() == kind)
                    .mapToLong(i -> nanos[i]);
        }

        @Override
        public void run() {
            try (var socket = new Socket(address.getHost(), address.getPort())) {
                socket.setTcpNoDelay(true);
                OutputStream out = socket.getOutputStream();
                InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
                while (System.nanoTime() < end && count < nanos.length) {
                    long began = System.nanoTime();
                    out.write(request());
                    answer(in);
                    nanos[count++] = System.nanoTime() - began;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private byte[] request() {
            String path =
                    switch (count % KINDS.size()) {
                        case 0 -> "services/service_" + (count * 7 + number) % services;
                        case 1 -> "summary";
                        default -> "alerts";
                    };
            return ("GET /api/v1/"
                            + path
                            + " HTTP/1.1\r\nHost: "
                            + address.getAuthority()
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
        }

        private static void answer(InputStream in) throws IOException {
            String status = line(in);
            if (!status.startsWith("HTTP/1.1 200")) {
                throw new IOException(status);
            }
            int length = 0;
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
            }
            in.skipNBytes(length);
        }

        private static String line(InputStream in) throws IOException {
            byte[] bytes = new byte[512];
            int length = 0;
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new EOFException("the connection ended");
                }
                if (next != '\r' && length < bytes.length) {
                    bytes[length++] = (byte) next;
                }
            }
            return new String(Arrays.copyOf(bytes, length), StandardCharsets.US_ASCII);
        }
    }
}
