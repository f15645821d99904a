package io.caretaker.channels.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.alert.SendReply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRepliesTest {
    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204})
    void two_hundreds_are_delivered(int status) {
        assertThat(judge(status, "", null)).isInstanceOf(SendReply.Delivered.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 599})
    void what_may_pass_is_tried_later_after_the_pause_asked_for(int status) {
        assertThat(judge(status, "busy", Duration.ofSeconds(7)))
                .isEqualTo(
                        new SendReply.Later(
                                "hooks.test answered " + status + ": busy", Duration.ofSeconds(7)));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308, 401, 402, 403, 404, 405, 407, 410})
    void what_a_person_must_mend_is_the_channels_fault(int status) {
        assertThat(judge(status, "", null)).isInstanceOf(SendReply.ChannelRefused.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 406, 409, 413, 415, 422, 431, 451})
    void other_four_hundreds_are_the_messages_fault(int status) {
        assertThat(judge(status, "", null)).isInstanceOf(SendReply.MessageRefused.class);
    }

    @Test
    void a_page_for_browsers_is_not_repeated() {
        assertThat(judge(502, "<html>Bad gateway", null).detail())
                .isEqualTo("hooks.test answered 502");
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_payload, MessageRefused",
        "400, user_not_found, ChannelRefused",
        "403, action_prohibited, ChannelRefused",
        "400, no_service, ChannelRefused",
        "404, no_service, ChannelRefused",
        "404, channel_not_found, ChannelRefused",
        "410, channel_is_archived, ChannelRefused",
        "500, channel_is_archived, ChannelRefused",
        "500, rollup_error, Later",
        "400, rate_limited, Later",
        "429, rate_limited, Later",
        "400, no_text, MessageRefused"
    })
    void the_words_of_slack_count_more_than_its_numbers(int status, String word, String kind) {
        var answer = new HttpAnswer.Answered("hooks.test", status, word, null);

        assertThat(SlackReplies.judge(answer).getClass().getSimpleName()).isEqualTo(kind);
    }

    @Test
    void one_member_of_a_cluster_is_enough() {
        SendReply taken = new SendReply.Delivered("a answered 200");
        SendReply later = new SendReply.Later("b is away", null);

        assertThat(MemberReplies.sum(List.of(later, taken)))
                .isEqualTo(new SendReply.Delivered("1 of 2 took it; b is away"));
        assertThat(MemberReplies.sum(List.of(taken, taken))).isEqualTo(taken);
    }

    @Test
    void a_cluster_that_takes_nothing_is_judged_by_its_most_hopeful_member() {
        SendReply channel = new SendReply.ChannelRefused("c");
        SendReply message = new SendReply.MessageRefused("m");
        SendReply minute = new SendReply.Later("l", Duration.ofMinutes(1));
        SendReply second = new SendReply.Later("s", Duration.ofSeconds(1));

        assertThat(MemberReplies.sum(List.of(message, minute, channel, second)))
                .isEqualTo(new SendReply.Later("m; l; c; s", Duration.ofSeconds(1)));
        assertThat(MemberReplies.sum(List.of(minute, new SendReply.Later("x", null))))
                .isEqualTo(new SendReply.Later("l; x", null));
        assertThat(MemberReplies.sum(List.of(message, channel)))
                .isEqualTo(new SendReply.ChannelRefused("m; c"));
        assertThat(MemberReplies.sum(List.of(message)))
                .isEqualTo(new SendReply.MessageRefused("m"));
        assertThat(MemberReplies.sum(List.of())).isInstanceOf(SendReply.ChannelRefused.class);
    }

    private static SendReply judge(
            int status, String body, @org.jspecify.annotations.Nullable Duration pause) {
        return HttpReplies.judge(new HttpAnswer.Answered("hooks.test", status, body, pause));
    }
}
