package io.caretaker.hosts.ssh;

import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.util.Optional;
import org.apache.sshd.common.util.security.AbstractSecurityProviderRegistrar;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.common.util.security.eddsa.generic.EdDSASupport;

/// Makes the SSH library use the Ed25519 of the JDK: by itself it knows only that of other
/// libraries, and without them drops such keys without a word.
final class JdkEd25519 extends AbstractSecurityProviderRegistrar {
    static final String PROVIDER = "SunEC";

    private static final JdkEd25519 REGISTERED = new JdkEd25519();

    private JdkEd25519() {
        super(PROVIDER);
    }

    /// Idempotent.
    static void register() {
        if (!SecurityUtils.isProviderRegistered(PROVIDER)) {
            SecurityUtils.registerSecurityProvider(REGISTERED);
        }
    }

    @Override
    public boolean isSecurityEntitySupported(Class<?> entityType, String name) {
        boolean ours =
                entityType == Signature.class
                        || entityType == KeyFactory.class
                        || entityType == KeyPairGenerator.class;
        return ours
                && (name.equalsIgnoreCase(SecurityUtils.ED25519)
                        || name.equalsIgnoreCase(SecurityUtils.EDDSA));
    }

    @Override
    public boolean isSupported() {
        return Security.getProvider(PROVIDER) != null;
    }

    @Override
    public Provider getSecurityProvider() {
        return Security.getProvider(PROVIDER);
    }

    @Override
    public Optional<EdDSASupport<?, ?>> getEdDSASupport() {
        return Optional.of(new JdkEdDsa());
    }
}
