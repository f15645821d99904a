package io.caretaker.channels.http;

import io.caretaker.core.alert.SendReply;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the replies of a cluster's members mean together. Pure.
final class MemberReplies {
    private MemberReplies() {}

    /// Delivered when one took it; else the reply that leaves most hope.
    static SendReply sum(List<SendReply> replies) {
        if (replies.isEmpty()) {
            return new SendReply.ChannelRefused("no address is given");
        }
        List<SendReply> refused =
                replies.stream().filter(each -> !(each instanceof SendReply.Delivered)).toList();
        if (refused.isEmpty()) {
            return replies.getFirst();
        }
        String detail = refused.stream().map(SendReply::detail).collect(Collectors.joining("; "));
        int took = replies.size() - refused.size();
        if (took > 0) {
            return new SendReply.Delivered(took + " of " + replies.size() + " took it; " + detail);
        }
        if (refused.stream().anyMatch(SendReply.Later.class::isInstance)) {
            return new SendReply.Later(detail, shortest(refused));
        }
        return refused.stream().anyMatch(SendReply.ChannelRefused.class::isInstance)
                ? new SendReply.ChannelRefused(detail)
                : new SendReply.MessageRefused(detail);
    }

    /// The pause after which the first of them may take it.
    private static @Nullable Duration shortest(List<SendReply> replies) {
        Duration shortest = null;
        for (SendReply reply : replies) {
            if (reply instanceof SendReply.Later(var detail, Duration pause)) {
                if (pause == null) {
                    return null;
                }
                shortest = shortest == null || pause.compareTo(shortest) < 0 ? pause : shortest;
            }
        }
        return shortest;
    }
}
