package io.github.vflow.serve.http;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Reads the keys of a service that speaks TLS. */
public final class Keys {
    private Keys() {}

    /**
     * The key and the certificate of a key store.
     *
     * @throws IOException if it is none, or has another password
     */
    public static SSLContext of(Path file, String password) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(file.toFile(), password.toCharArray());
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password.toCharArray());
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(keys.getKeyManagers(), null, null);
            return tls;
        } catch (GeneralSecurityException | IOException e) {
            throw new IOException(
                    file + ": it must be a key store with a key of the password but " + e.getMessage(), e);
        }
    }
}
