package io.caretaker.channels.syslog;

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

/// Sends datagrams to a UNIX socket, which Java's own channels do not do. Never waits: the calling
/// virtual thread would hold its carrier. Thread-safe.
final class UnixDatagrams {
    static final int ENOENT = 2;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int EMSGSIZE = 90;
    static final int ECONNREFUSED = 111;

    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;

    /// `sizeof(sun_path)`.
    private static final int LONGEST_PATH = 108;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO_VALUE =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private final MethodHandle socket =
            link("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private final MethodHandle sendTo =
            link(
                    "sendto",
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private final MethodHandle close = link("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    /// Whether it is a path that fits into an address.
    static boolean sendsTo(String path) {
        int length = path.getBytes(StandardCharsets.UTF_8).length;
        return path.startsWith("/") && length > 1 && length < LONGEST_PATH && path.indexOf(0) < 0;
    }

    /// Sends one datagram.
    ///
    /// @return 0, or the error number
    int send(String path, byte[] content) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int file = (int) socket.invokeExact(state, (int) AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
            if (file < 0) {
                return error(state);
            }
            try {
                MemorySegment to = address(arena, path);
                long sent =
                        (long)
                                sendTo.invokeExact(
                                        state,
                                        file,
                                        arena.allocateFrom(JAVA_BYTE, content),
                                        (long) content.length,
                                        MSG_NOSIGNAL | MSG_DONTWAIT,
                                        to,
                                        (int) to.byteSize());
                return sent < 0 ? error(state) : 0;
            } finally {
                int _ = (int) close.invokeExact(arena.allocate(STATE), file);
            }
        } catch (Throwable e) {
            throw new IllegalStateException("a call to the C library failed", e);
        }
    }

    private static int error(MemorySegment state) {
        return (int) ERRNO_VALUE.get(state, 0L);
    }

    private static MemorySegment address(Arena arena, String path) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        MemorySegment to = arena.allocate(JAVA_SHORT.byteSize() + name.length + 1, 2);
        to.set(JAVA_SHORT, 0, AF_UNIX);
        MemorySegment.copy(name, 0, to, JAVA_BYTE, JAVA_SHORT.byteSize(), name.length);
        return to;
    }

    private static MethodHandle link(String name, FunctionDescriptor function) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), function, ERRNO);
    }
}
