package io.github.vflow.spark.internal.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
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

    /** Arrays longer than the buffer, of an odd length, with numbers of all kinds. */
    @Test
    void numbersArriveAsTheyAre() throws IOException {
        float[] floats = new float[40_001];
        double[] doubles = {0, -0.0, 1e300, Double.NaN, Double.NEGATIVE_INFINITY};
        for (int i = 0; i < floats.length; i++) {
            floats[i] = i % 7 == 0 ? Float.NaN : i * 0.37F - 1_000;
        }
        connect(
                there -> {
                    there.write(Integer.MIN_VALUE);
                    there.write(1L << 40);
                    there.write(floats);
                    there.write(doubles);
                    there.write(new int[] {3, -1, 4});
                    there.write(new byte[32]);
                    for (Wire.Command command : Wire.Command.values()) {
                        there.write(command);
                    }
                    for (Wire.Answer answer : Wire.Answer.values()) {
                        there.write(answer);
                    }
                    there.flush();
                },
                here -> {
                    assertEquals(Integer.MIN_VALUE, here.readInt());
                    assertEquals(1L << 40, here.readLong());
                    float[] some = new float[floats.length];
                    here.read(some);
                    assertArrayEquals(floats, some);
                    double[] others = new double[doubles.length];
                    here.read(others);
                    assertArrayEquals(doubles, others);
                    assertArrayEquals(new int[] {3, -1, 4}, here.readInts());
                    assertEquals(32, here.readBytes(32).length);
                    for (Wire.Command command : Wire.Command.values()) {
                        assertEquals(command, here.readCommand(() -> false));
                    }
                    for (Wire.Answer answer : Wire.Answer.values()) {
                        assertEquals(answer, here.readAnswer());
                    }
                });
    }

    @Test
    void anotherLanguageIsRefused() throws IOException {
        connect(
                there -> {
                    there.write(0x58000000);
                    there.flush();
                },
                here -> {
                    IOException refused = assertThrows(IOException.class, () -> here.readCommand(() -> false));
                    assertTrue(String.valueOf(refused.getMessage()).contains("but says 88"), refused::toString);
                    assertThrows(IOException.class, here::readAnswer);
                    assertEquals(Wire.Command.END, here.readCommand(() -> true), "a task that is over");
                });
    }

    @Test
    void aCrewHasAWorkerATimeoutAndAPort() {
        assertEquals(1, new CrewPlan(1, Duration.ofSeconds(1), 65_535).workers());
        assertThrows(IllegalArgumentException.class, () -> new CrewPlan(0, Duration.ofSeconds(1), 0));
        assertThrows(IllegalArgumentException.class, () -> new CrewPlan(1, Duration.ofMillis(999), 0));
        assertThrows(IllegalArgumentException.class, () -> new CrewPlan(1, Duration.ofSeconds(1), -1));
        assertThrows(IllegalArgumentException.class, () -> new CrewPlan(1, Duration.ofSeconds(1), 65_536));
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
