package io.github.vflow.serve.http;

import com.sun.net.httpserver.Headers;
import io.github.vflow.serve.exchange.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask: with a token, whoever has it; without one, programs of this machine, but no page of another site in its browser.
 *
 * @param hash of the token, so that a comparison takes the same time for each length; null without a token
 * @param isLocal whether only this machine can connect
 */
record Access(byte @Nullable [] hash, boolean isLocal) {
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String BEARER = "Bearer ";

    static Access of(Optional<String> token, boolean isLocal) {
        return new Access(token.map(Access::hashed).orElse(null), isLocal);
    }

    private static byte[] hashed(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each JVM must have SHA-256", e);
        }
    }

    /** Refuses a request that has no right to an answer. */
    void check(Headers headers) {
        String host = Optional.ofNullable(headers.getFirst("Host")).orElse("");
        if (hash == null && isLocal && !LOCAL.contains(name(host))) {
            throw new Refusal(403, "without a token, the service is for this machine: ask localhost");
        }
        String origin = headers.getFirst("Origin");
        if (origin != null && !origin.endsWith("://" + host)) {
            throw new Refusal(403, "pages of other sites may not ask");
        }
        if (hash != null && !MessageDigest.isEqual(hash, hashed(token(headers.getFirst("Authorization"))))) {
            throw new Refusal(401, "the token is missing or wrong; send the header Authorization: Bearer TOKEN");
        }
    }

    private static String name(String host) {
        int port = host.lastIndexOf(':');
        boolean hasPort = port >= 0 && host.indexOf(']') < port;
        return (hasPort ? host.substring(0, port) : host).toLowerCase(Locale.ROOT);
    }

    private static String token(@Nullable String header) {
        return header != null && header.startsWith(BEARER)
                ? header.substring(BEARER.length()).strip()
                : "";
    }
}
