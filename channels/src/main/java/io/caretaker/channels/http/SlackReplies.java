package io.caretaker.channels.http;

import io.caretaker.core.alert.SendReply;
import java.util.Set;

/// What Slack's answers mean. Pure.
///
/// Source: docs.slack.dev, "Incoming webhooks", error codes; some of them have come with several
/// statuses, so that the word counts and not the number.
final class SlackReplies {
    private static final Set<String> ABOUT_BLOCKS =
            Set.of(
                    "invalid_blocks",
                    "invalid_blocks_format",
                    "invalid_attachments",
                    "too_many_attachments",
                    "invalid_payload",
                    "no_text");

    private static final Set<String> ABOUT_THE_CHANNEL =
            Set.of(
                    "action_prohibited",
                    "channel_is_archived",
                    "channel_not_found",
                    "invalid_token",
                    "no_active_hooks",
                    "no_service",
                    "no_service_id",
                    "no_team",
                    "posting_to_general_channel_denied",
                    "team_disabled",
                    "user_not_found");

    private SlackReplies() {}

    static SendReply judge(HttpAnswer answer) {
        if (answer instanceof HttpAnswer.Answered said && !said.good()) {
            String word = said.body();
            if (ABOUT_THE_CHANNEL.contains(word)) {
                return new SendReply.ChannelRefused(said.text());
            }
            if (word.equals("rollup_error") || word.equals("rate_limited")) {
                return new SendReply.Later(said.text(), said.pause());
            }
        }
        return HttpReplies.judge(answer);
    }

    /// Whether the same words without blocks may be taken.
    static boolean blocksRefused(HttpAnswer answer) {
        return answer instanceof HttpAnswer.Answered said
                && said.status() >= 400
                && said.status() < 500
                && ABOUT_BLOCKS.contains(said.body());
    }
}
