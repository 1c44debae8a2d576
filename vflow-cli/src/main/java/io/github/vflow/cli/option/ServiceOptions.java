package io.github.vflow.cli.option;

import io.github.vflow.cli.usage.Range;
import io.github.vflow.cli.usage.UsageException;
import io.github.vflow.serve.exchange.Limits;
import io.github.vflow.serve.http.Keys;
import io.github.vflow.serve.http.ModelServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the address, the secrets and the limits of a service. */
public final class ServiceOptions {
    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            paramLabel = "ADDRESS",
            description =
                    "The address to listen on; 0.0.0.0 for all of this machine. Default: ${DEFAULT-VALUE}, for programs of"
                            + " this machine alone.")
    private String host;

    @Option(
            names = "--port",
            defaultValue = "8080",
            paramLabel = "N",
            description = "The port to listen on; 0 for any free one. Default: ${DEFAULT-VALUE}.")
    @Range(least = 0, most = 65_535)
    private int port;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with the token that each request needs, as in Authorization: Bearer TOKEN.")
    private @Nullable Path tokenFile;

    @Option(names = "--insecure", description = "Listen on other addresses than this machine's own without a token.")
    private boolean insecure;

    @Option(
            names = "--key-store",
            paramLabel = "FILE",
            description = "A PKCS #12 file with key and certificate, for HTTPS.")
    private @Nullable Path keyStore;

    @Option(names = "--password-file", paramLabel = "FILE", description = "A file with the password of the key store.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--max-body",
            defaultValue = "" + Limits.MEGABYTES,
            paramLabel = "MB",
            description = "Megabytes of a body, at most. Default: ${DEFAULT-VALUE}.")
    @Range(least = 1, most = 256)
    private int maxBody;

    @Option(
            names = "--max-rows",
            defaultValue = "" + Limits.ROWS,
            paramLabel = "N",
            description = "Rows of a request, at most. Default: ${DEFAULT-VALUE}.")
    @Range(least = 1, most = 10_000_000)
    private int maxRows;

    @Option(
            names = "--max-time",
            defaultValue = "" + Limits.SECONDS,
            paramLabel = "SECONDS",
            description = "Time of a request, at most. Default: ${DEFAULT-VALUE}.")
    @Range(least = 1, most = 3_600)
    private int maxTime;

    @Option(
            names = "--max-waiting",
            defaultValue = "" + Limits.WAITING,
            paramLabel = "N",
            description =
                    "Requests that wait for their turn, at most; one for each processor computes. Default: ${DEFAULT-VALUE}.")
    @Range(least = 0, most = 100_000)
    private int maxWaiting;

    @Option(names = "--access-log", description = "Write a line of JSON about each request to standard output.")
    private boolean accessLog;

    /** The address as the user writes it. */
    public String host() {
        return host;
    }

    /** How the service runs. */
    public ModelServer.Setup setup(Duration reload, Consumer<String> log, Consumer<String> requests)
            throws IOException {
        InetAddress address = address();
        UsageException.require(
                address.isLoopbackAddress() || tokenFile != null || insecure,
                "--host %s is not of this machine alone: give --token-file FILE, or --insecure if anybody may ask",
                host);
        UsageException.require(
                (keyStore == null) == (passwordFile == null), "give --key-store and --password-file, or neither");
        Optional<SSLContext> tls = keyStore == null || passwordFile == null
                ? Optional.empty()
                : Optional.of(Keys.of(keyStore, secret("--password-file", passwordFile)));
        return new ModelServer.Setup(
                new InetSocketAddress(address, port),
                Limits.usual().with(maxBody * Limits.MEGABYTE, maxRows, Duration.ofSeconds(maxTime), maxWaiting),
                tokenFile == null ? Optional.empty() : Optional.of(secret("--token-file", tokenFile)),
                tls,
                reload,
                log,
                accessLog ? Optional.of(requests) : Optional.empty());
    }

    private InetAddress address() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new UsageException("--host must be an address of this machine but is \"" + host + "\"");
        }
    }

    private static String secret(String option, Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8).strip();
        UsageException.require(
                !text.isEmpty() && text.lines().count() == 1, "%s %s must have one line, the secret", option, file);
        return text;
    }
}
