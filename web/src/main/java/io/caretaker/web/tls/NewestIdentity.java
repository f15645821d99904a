package io.caretaker.web.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Shows whoever connects the newest certificate, under one name. Thread-safe.
final class NewestIdentity extends X509ExtendedKeyManager {
    private static final String NAME = "caretaker";

    private final Supplier<Identity> newest;

    NewestIdentity(Supplier<Identity> newest) {
        this.newest = newest;
    }

    private @Nullable String name(String type) {
        return newest.get().key().getAlgorithm().equals(type) ? NAME : null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return name(type);
    }

    @Override
    public @Nullable String chooseServerAlias(
            String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return name(type);
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        String name = name(type);
        return name == null ? null : new String[] {name};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return newest.get().chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return newest.get().key();
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
        return null;
    }
}
