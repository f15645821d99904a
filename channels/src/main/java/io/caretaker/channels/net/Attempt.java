package io.caretaker.channels.net;

import io.caretaker.core.alert.SendReply;
import io.caretaker.core.check.Deadline;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One attempt to send something over a connection, which ends by its deadline whatever the other
/// side does. It runs on a virtual thread, where an interrupt closes the socket that is waited for.
/// For one use.
public final class Attempt {
    private volatile String stage = "nothing was done yet";

    /// What it does now, for the detail of a reply that comes too late.
    public void stage(String now) {
        stage = now;
    }

    public String stage() {
        return stage;
    }

    /// Does the work.
    ///
    /// @param name of the thread
    /// @return its reply; [SendReply.Later] when the deadline came first
    /// @throws InterruptedException when the caller is interrupted; the work is, then, too
    public SendReply run(String name, Deadline deadline, Callable<SendReply> work)
            throws InterruptedException {
        var reply = new AtomicReference<@Nullable SendReply>();
        Thread worker =
                Thread.ofVirtual()
                        .name(name)
                        .start(() -> reply.set(FailureReplies.guarded(this, work)));
        try {
            Duration left = deadline.remaining();
            if (!left.isZero()) {
                worker.join(left);
            }
            SendReply result = reply.get();
            return result == null
                    ? new SendReply.Later("no end within the time limit: " + stage, null)
                    : result;
        } finally {
            worker.interrupt();
        }
    }
}
