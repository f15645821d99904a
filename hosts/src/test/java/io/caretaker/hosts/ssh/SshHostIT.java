package io.caretaker.hosts.ssh;

import io.caretaker.core.host.HostAccess;
import io.caretaker.testkit.host.HostAccessContract;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// What every way to a host must do, over a real sshd.
class SshHostIT extends HostAccessContract {
    @TempDir static Path directory = Path.of("/unset");
    private static @Nullable SshRig rig;

    @BeforeAll
    static void start() throws Exception {
        rig = new SshRig(directory);
        rig.know("127.1.0.1");
    }

    @AfterAll
    static void stop() {
        rig().close();
    }

    private static SshRig rig() {
        return Objects.requireNonNull(rig);
    }

    @Override
    protected HostAccess host() {
        return rig().hosts.of(rig().host("127.1.0.1"));
    }
}
