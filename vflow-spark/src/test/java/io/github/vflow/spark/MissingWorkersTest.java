package io.github.vflow.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.spark.internal.cluster.ClusterEngine;
import io.github.vflow.spark.internal.cluster.CrewPlan;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.training.Backend;
import io.github.vflow.tensor.run.Engines;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Workers that are missing, and calls that are not of a worker. */
class MissingWorkersTest {
    private static final int TIMEOUT_SECONDS = 1;

    /** The model is made ready before the wait, on a machine that may be busy. */
    private static final int PATIENCE_SECONDS = 240;

    /** Between two calls to a driver that does not listen yet: one that spins takes the processor from it. */
    private static final long PAUSE = 2_000_000;

    /** Tasks of a local session see the statics of this JVM. */
    private static final CountDownLatch TAKEN = new CountDownLatch(1);

    private static final CountDownLatch ENOUGH = new CountDownLatch(1);

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = Clusters.local(1);
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static TableModel fit(CrewPlan plan) {
        try (ClusterEngine engine = new ClusterEngine(Engines.vector(1), spark.sparkContext(), plan)) {
            return TableTraining.of(table(), recipe())
                    .withBackend(Backend.of(engine))
                    .run();
        }
    }

    private static Recipe recipe() {
        return Recipe.standard().withSteps(5).withShards(2).withNoise(0.0);
    }

    private static Table table() {
        RandomGenerator random = new SplittableRandom(4);
        double[][] rows = new double[400][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {random.nextGaussian(), random.nextGaussian()};
        }
        return Table.of(rows);
    }

    @Test
    void withoutASlotTrainingEndsInTimeAndSaysWhatIsMissing() throws InterruptedException {
        CompletableFuture<Void> busy =
                CompletableFuture.runAsync(() -> JavaSparkContext.fromSparkContext(spark.sparkContext())
                        .parallelize(List.of(1), 1)
                        .foreach(_ -> {
                            TAKEN.countDown();
                            ENOUGH.await();
                        }));
        TAKEN.await();
        Instant started = Instant.now();
        IllegalStateException missing = assertThrows(
                IllegalStateException.class, () -> fit(new CrewPlan(2, Duration.ofSeconds(TIMEOUT_SECONDS), 0)));
        long seconds = Duration.between(started, Instant.now()).toSeconds();
        ENOUGH.countDown();
        busy.join();
        assertTrue(seconds < PATIENCE_SECONDS, () -> seconds + " s");
        String message = String.valueOf(missing.getMessage());
        assertTrue(
                message.contains("of step 1 has waited 1 s for one of 2 workers, but none is connected")
                        && message.contains("set fewer workers, stop other jobs, or raise the timeout"),
                message);
    }

    @Test
    void aCallWithoutTheSecretIsRefused() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        CompletableFuture<Integer> stranger = CompletableFuture.supplyAsync(() -> answerToAStranger(port));
        TableModel model = fit(new CrewPlan(1, Duration.ofSeconds(PATIENCE_SECONDS), port));
        assertEquals(-1, stranger.join(), "the driver hangs up");
        double[] row = {0.3, -0.2};
        assertArrayEquals(
                new double[] {TableModel.fit(table(), recipe()).logProb(row)}, new double[] {model.logProb(row)}, 0);
    }

    /** Calls as soon as the driver listens. */
    private static int answerToAStranger(int port) {
        Instant end = Instant.now().plusSeconds(PATIENCE_SECONDS);
        while (Instant.now().isBefore(end)) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                new DataOutputStream(socket.getOutputStream()).writeUTF("open sesame");
                return socket.getInputStream().read();
            } catch (IOException e) {
                LockSupport.parkNanos(PAUSE);
            }
        }
        throw new AssertionError("the driver does not listen");
    }

    @Test
    void aPlanWithoutWorkersIsRefused() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new CrewPlan(0, Duration.ofSeconds(1), 0));
        assertTrue(String.valueOf(refused.getMessage()).contains("there must be a worker"), refused::toString);
    }
}
