package io.caretaker.hosts.notify;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Sends datagrams to a UNIX socket, which Java's own channels do not do, and reads the clock that
/// systemd compares them with. Thread-safe. A failed call answers the negated error number.
final class Datagrams {
    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDTIMEO = 21;
    private static final int CLOCK_MONOTONIC = 1;

    /// `sizeof(sun_path)`.
    private static final int LONGEST_PATH = 108;

    /// A manager whose queue stays full is not waited for longer.
    private static final long LONGEST_SEND_SECONDS = 5;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO_VALUE =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private final MethodHandle socket =
            link("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private final MethodHandle limit =
            link(
                    "setsockopt",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private final MethodHandle send =
            link(
                    "sendto",
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private final MethodHandle close = link("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private final MethodHandle clock =
            link("clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

    /// Whether the address names a UNIX socket, by a path or (with `@`) by an abstract name.
    static boolean sendsTo(String address) {
        int length = address.getBytes(StandardCharsets.UTF_8).length;
        return (address.startsWith("/") || address.startsWith("@"))
                && length > 1
                && length < LONGEST_PATH;
    }

    /// Sends one datagram; 0, or the negated error number.
    int send(String address, String text) {
        int file =
                call(state ->
                        (int)
                                socket.invokeExact(
                                        state, (int) AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        if (file < 0) {
            return file;
        }
        try (var arena = Arena.ofConfined()) {
            MemorySegment longest = arena.allocateFrom(JAVA_LONG, LONGEST_SEND_SECONDS, 0);
            int _ =
                    call(state ->
                            (int)
                                    limit.invokeExact(
                                            state,
                                            file,
                                            SOL_SOCKET,
                                            SO_SNDTIMEO,
                                            longest,
                                            (int) longest.byteSize()));
            MemorySegment to = address(arena, address);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            MemorySegment content = arena.allocateFrom(JAVA_BYTE, bytes);
            int sent =
                    call(state ->
                            (int)
                                    (long)
                                            send.invokeExact(
                                                    state,
                                                    file,
                                                    content,
                                                    (long) bytes.length,
                                                    MSG_NOSIGNAL,
                                                    to,
                                                    (int) to.byteSize()));
            return Math.min(sent, 0);
        } finally {
            int _ = call(state -> (int) close.invokeExact(state, file));
        }
    }

    /// Exactly as long as the name: an abstract one would else go on with zeros.
    private static MemorySegment address(Arena arena, String address) {
        byte[] name = address.getBytes(StandardCharsets.UTF_8);
        boolean abstractName = name[0] == '@';
        MemorySegment to =
                arena.allocate(JAVA_SHORT.byteSize() + name.length + (abstractName ? 0 : 1), 2);
        to.set(JAVA_SHORT, 0, AF_UNIX);
        MemorySegment.copy(name, 0, to, JAVA_BYTE, JAVA_SHORT.byteSize(), name.length);
        if (abstractName) {
            to.set(JAVA_BYTE, JAVA_SHORT.byteSize(), (byte) 0);
        }
        return to;
    }

    /// `CLOCK_MONOTONIC` in microseconds.
    long monotonicMicros() {
        try (var arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(JAVA_LONG, 2);
            int _ = call(state -> (int) clock.invokeExact(state, CLOCK_MONOTONIC, time));
            return time.getAtIndex(JAVA_LONG, 0) * 1_000_000
                    + time.getAtIndex(JAVA_LONG, 1) / 1_000;
        }
    }

    private interface Call {
        int invoke(MemorySegment state) throws Throwable;
    }

    private static int call(Call call) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result = call.invoke(state);
            return result >= 0 ? result : -(int) ERRNO_VALUE.get(state, 0L);
        } catch (Throwable e) {
            throw new IllegalStateException("a call to the C library failed", e);
        }
    }

    private static MethodHandle link(
            String name, FunctionDescriptor function, Linker.Option... options) {
        Linker.Option[] all = Arrays.copyOf(options, options.length + 1);
        all[options.length] = ERRNO;
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), function, all);
    }
}
