package io.caretaker.mongodb;

import java.util.List;
import java.util.regex.Pattern;

/// How the server's log tells of refused log-ins: 4.2 as text, 4.4 to 6.0 by message 20249, newer
/// ones by 5286307.
///
/// Not counted are conversations that a client has left, and unknown users who came along with a
/// client's first word: those are refused once more right after.
///
/// Source: MongoDB server, `authentication_session.cpp`, `sasl_commands.cpp`,
/// `authentication_commands.cpp` (4.2 to 8.0); lines of 4.2, 4.4, 5.0, 7.0 and 8.0 that users have
/// published.
final class RefusedLogIns {
    private static final String ONCE =
            "(?!.*AuthenticationAbandoned)" + "(?!.*\"(?:isS|s)peculative\": ?true.*UserNotFound)";

    static final List<Pattern> SIGNS =
            List.of(
                    Pattern.compile("\"id\": ?20249,.*\"msg\": ?\"Authentication failed\"" + ONCE),
                    Pattern.compile(
                            "\"id\": ?5286307,.*\"msg\": ?\"Failed to authenticate\"" + ONCE),
                    Pattern.compile(
                            "^\\S+ +\\w +ACCESS +\\[conn\\d+\\] +(?:SASL )?\\S+ authentication failed"
                                    + " for "),
                    Pattern.compile(
                            "^\\S+ +\\w +ACCESS +\\[conn\\d+\\] +(?:F|f)ailed to authenticate "));

    private RefusedLogIns() {}
}
