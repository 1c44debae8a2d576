package io.github.vflow.spark.internal.cluster;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.Test;

/** What travels between driver and workers, and where it must not. */
class CrewTest {
    /** The driver answers in milliseconds, unless the machine is busy. */
    private static final int PATIENCE_MS = 240_000;

    @Test
    void anEncryptedClusterIsRefused() {
        assertDoesNotThrow(() -> Crew.requirePlainNetwork(new SparkConf(false)));
        SparkConf encrypted = new SparkConf(false).set("spark.network.crypto.enabled", "true");
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> Crew.requirePlainNetwork(encrypted));
        assertTrue(
                String.valueOf(refused.getMessage()).contains("train on the driver alone with numWorkers 0"),
                refused::toString);
    }

    @Test
    void aProgramArrivesAsItWasSent() throws IOException {
        Trace t = new Trace();
        Tensor x = t.input("x", Shape.of(2, 3));
        t.output("y", x.times(t.constant(Shape.of(3), 1, 2, 3)).exp().sum(1));
        Program sent = t.program();
        Program arrived = ShardProgram.read(ShardProgram.of(0, sent, sent).bytes());
        assertEquals(sent.toString(), arrived.toString());
        try (Executable program = Engines.vector(1).compile(arrived)) {
            program.set("x", new double[] {0, 0, 0, 1, 0, 0});
            program.run();
            double[] y = new double[2];
            program.get("y", y);
            assertEquals(3, y[0], 1e-6);
            assertEquals(Math.E + 2, y[1], 1e-5);
        }
    }

    /** A caller without the secret is hung up on, whatever it sends and however long; a worker is kept. */
    @Test
    void aStrangerIsNoWorker() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        SparkConf conf = new SparkConf(false)
                .setMaster("local[1]")
                .setAppName("a driver")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1");
        SparkContext context = new SparkContext(conf);
        List<Worker> told = new ArrayList<>();
        try (Crew crew = new Crew(context, new CrewPlan(1, Duration.ofSeconds(1), port))) {
            crew.start(1, (_, worker) -> told.add(worker));
            for (String secret : List.of("0".repeat(64), "", "f".repeat(64))) {
                try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), port);
                        Wire wire = new Wire(stranger, PATIENCE_MS)) {
                    greet(wire, secret);
                    assertEquals(-1, hungUp(stranger), "with the secret \"" + secret + "\"");
                }
            }
            IllegalStateException none = assertThrows(
                    IllegalStateException.class, () -> crew.run(_ -> fail("a stranger has a task"), "shard 1"));
            assertTrue(String.valueOf(none.getMessage()).contains("none is connected"), none::toString);
        } finally {
            context.stop();
        }
        assertEquals(1, told.size());
    }

    /** Sends the greeting of a worker. */
    private static void greet(Wire wire, String secret) throws IOException {
        wire.write(secret);
        wire.write(0);
        wire.write("127.0.0.1");
        wire.write("");
        wire.flush();
    }

    /** The answer of the driver; −1 if it has closed the connection. */
    private static int hungUp(Socket call) throws IOException {
        try {
            return call.getInputStream().read();
        } catch (SocketException e) {
            // reset: the driver has closed it before it read all
            return -1;
        }
    }

    @Test
    void otherObjectsDoNotArrive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(URI.create("http://example.org"));
        }
        assertThrows(InvalidClassException.class, () -> ShardProgram.read(bytes.toByteArray()));
    }
}
