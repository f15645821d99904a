package io.caretaker.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.cli.CommandLineRig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The dashboard's safety in a daemon of its own, with tokens made by the command line.
class FaceAccessIT {
    private static final Pattern ADDRESS = Pattern.compile("addresses=(http://[0-9.:]+/)");

    @TempDir Path directory;

    private static int status(String address, String... headers) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(address + "api/v1/status"));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    void tokens_and_a_reload_are_seen_by_the_daemon_at_once() throws Exception {
        var rig = new CommandLineRig(directory);
        rig.configured("discovery: {enabled: false}\n");
        try (DaemonProcess daemon = DaemonProcess.start(directory, "daemon")) {
            daemon.awaitErr("are served");
            Matcher found = ADDRESS.matcher(daemon.err());
            assertThat(found.find()).as(daemon.err()).isTrue();
            String address = found.group(1);
            assertThat(status(address)).isEqualTo(200);

            String token = rig.run("token", "create", "anna", "--role", "viewer").out().strip();
            String[] bearer = {"Authorization", "Bearer " + token};
            assertThat(status(address, bearer)).isEqualTo(200);

            rig.configured(
                    "discovery: {enabled: false}\nweb: {local_access: none, metrics: open}\n");
            daemon.signal("HUP");
            daemon.awaitErr("web.metrics");
            assertThat(status(address)).isEqualTo(401);
            assertThat(status(address, bearer)).isEqualTo(200);

            assertThat(rig.run("token", "list").out()).doesNotContain("never");
            rig.run("token", "revoke", "anna");
            assertThat(status(address, bearer)).isEqualTo(401);
            assertThat(daemon.err()).doesNotContain(token);
        }
    }
}
