package io.github.vflow.spark.internal.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A connection between driver and worker. */
class WireTest {
    private static final int MILLIS = 10_000;

    /** What one end does. */
    private interface End {
        void with(Wire wire) throws IOException;
    }

    @Test
    void aTextOfAnyLengthArrives() throws IOException {
        String text = "column “é” must not be empty; ".repeat(10_000);
        connect(
                there -> {
                    there.write(text);
                    there.flush();
                },
                here -> assertEquals(text, here.readText()));
    }

    @Test
    void moreBytesThanExpectedAreNotRead() throws IOException {
        connect(
                there -> {
                    there.write(new byte[33]);
                    there.flush();
                },
                here -> {
                    IOException refused = assertThrows(IOException.class, () -> here.readBytes(32));
                    assertTrue(
                            String.valueOf(refused.getMessage()).contains("at most 32 bytes but 33"),
                            refused::toString);
                });
    }

    private static void connect(End there, End here) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket caller = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket called = server.accept()) {
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
                try {
                    there.with(new Wire(caller, MILLIS));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            here.with(new Wire(called, MILLIS));
            other.join();
        }
    }
}
