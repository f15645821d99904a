package io.caretaker.hosts.watch;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// The few calls to the C library that watching processes takes. Thread-safe. A failed call answers
/// the negated error number.
final class Libc {
    static final int ESRCH = 3;
    static final int EINTR = 4;
    static final int EINVAL = 22;

    static final int EPOLLIN = 1;
    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLL_CTL_DEL = 2;

    /// Numbers of the asm-generic table, which all architectures share since Linux 5.1.
    private static final int PIDFD_OPEN = 434;

    private static final int CLOEXEC = 0x80000;
    private static final int NONBLOCK = 0x800;

    /// `struct epoll_event` is packed on x86-64 and nowhere else.
    private static final boolean PACKED = System.getProperty("os.arch", "").equals("amd64");

    private static final long EVENT_SIZE = PACKED ? 12 : 16;
    private static final long TOKEN_OFFSET = PACKED ? 4 : 8;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO_VALUE =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private final MethodHandle syscall =
            link(
                    "syscall",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT),
                    Linker.Option.firstVariadicArg(1));
    private final MethodHandle epollCreate =
            link("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private final MethodHandle epollControl =
            link(
                    "epoll_ctl",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private final MethodHandle epollWait =
            link(
                    "epoll_wait",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private final MethodHandle eventFile =
            link("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private final MethodHandle write =
            link("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private final MethodHandle close = link("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    /// A file descriptor that becomes readable when the process ends.
    int openProcess(int pid) {
        return call(state -> (int) (long) syscall.invokeExact(state, (long) PIDFD_OPEN, pid, 0));
    }

    int openEpoll() {
        return call(state -> (int) epollCreate.invokeExact(state, CLOEXEC));
    }

    int openEvent() {
        return call(state -> (int) eventFile.invokeExact(state, 0, CLOEXEC | NONBLOCK));
    }

    /// Makes an event file readable.
    void signal(int eventFd) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocateFrom(JAVA_LONG, 1L);
            int _ = call(state -> (int) (long) write.invokeExact(state, eventFd, one, 8L));
        }
    }

    /// Adds or removes a file; `token` comes back with its events.
    int control(int epoll, int operation, int file, long token) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment event = arena.allocate(16, 8);
            event.set(JAVA_INT, 0, EPOLLIN);
            event.set(JAVA_LONG.withByteAlignment(1), TOKEN_OFFSET, token);
            return call(
                    state -> (int) epollControl.invokeExact(state, epoll, operation, file, event));
        }
    }

    static MemorySegment events(Arena arena, int count) {
        return arena.allocate(EVENT_SIZE * count, 8);
    }

    static long token(MemorySegment events, int index) {
        return events.get(JAVA_LONG.withByteAlignment(1), index * EVENT_SIZE + TOKEN_OFFSET);
    }

    /// Waits without a limit; the number of events.
    int await(int epoll, MemorySegment events) {
        int count = (int) (events.byteSize() / EVENT_SIZE);
        return call(state -> (int) epollWait.invokeExact(state, epoll, events, count, -1));
    }

    void close(int file) {
        int _ = call(state -> (int) close.invokeExact(state, file));
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
