package io.github.vflow.spark.cluster;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.net.URI;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** What travels between driver and workers, and where it must not. */
class CrewTest {
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

    @Test
    void otherObjectsDoNotArrive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(URI.create("http://example.org"));
        }
        assertThrows(InvalidClassException.class, () -> ShardProgram.read(bytes.toByteArray()));
    }
}
