package io.caretaker.channels.net;

import io.caretaker.channels.text.SafeText;
import io.caretaker.core.alert.SendReply;
import io.caretaker.core.problem.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// What exceptions of the network mean for a message.
public final class FailureReplies {
    private static final int MOST = 300;

    private FailureReplies() {}

    static SendReply guarded(Attempt attempt, Callable<SendReply> work) {
        try {
            return work.call();
        } catch (Problem e) {
            return new SendReply.ChannelRefused(SafeText.line(e.message(), MOST));
        } catch (SSLException e) {
            return of(e, attempt.stage());
        } catch (IOException e) {
            return new SendReply.Later(detail(e, attempt.stage()), null);
        } catch (InterruptedException e) {
            return new SendReply.Later("interrupted: " + attempt.stage(), null);
        } catch (Exception e) {
            return new SendReply.Later(
                    "a defect of caretaker: " + detail(e, attempt.stage()), null);
        }
    }

    /// A certificate nobody vouches for, or another version of TLS, is for a person to mend; a
    /// connection that breaks off is not.
    private static SendReply of(SSLException e, String stage) {
        String detail = "TLS failed: " + detail(e, stage);
        return brokeOff(e)
                ? new SendReply.Later(detail, null)
                : new SendReply.ChannelRefused(detail);
    }

    private static boolean brokeOff(@Nullable Throwable e) {
        return e != null
                && (e instanceof EOFException
                        || e instanceof SocketException
                        || brokeOff(e.getCause()));
    }

    private static String detail(Exception e, String stage) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return SafeText.line(stage + ": " + message, MOST);
    }
}
