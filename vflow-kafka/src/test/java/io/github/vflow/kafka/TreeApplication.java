package io.github.vflow.kafka;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/** The application of {@link TreeStream} in a JVM of its own, until its standard input ends. */
final class TreeApplication implements AutoCloseable {
    static final String ID = "trees";
    private static final int PATIENCE_SECONDS = 60;

    private final Process process;

    private TreeApplication(Process process) {
        this.process = process;
    }

    /** Starts an application; {@code folder} is for its store. */
    static TreeApplication start(String servers, Path folder, String guarantee) throws IOException {
        return new TreeApplication(
                new ProcessBuilder(java(TreeApplication.class.getName(), servers, folder.toString(), guarantee))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start());
    }

    /** The command line of a program that lives for seconds, with the class path of this JVM. */
    static List<String> java(String main, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + Path.of("..", "scripts", "short-jvm.options"));
        command.addAll(List.of("-Xmx512m", "--add-modules", "jdk.incubator.vector"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of(args));
        return command;
    }

    /** Arguments: addresses of brokers, the folder of the store, the guarantee. */
    public static void main(String[] args) throws IOException {
        Properties config = new Properties();
        config.putAll(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG,
                ID,
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                args[0],
                StreamsConfig.STATE_DIR_CONFIG,
                args[1],
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                args[2],
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                100,
                StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG,
                Serdes.String().getClass(),
                StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG,
                Serdes.String().getClass()));
        // The next application takes the place of a dead one at once, its transaction ends soon, and records reach the
        // broker before their commit.
        config.putAll(Map.of(
                ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "one",
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 5_000,
                ProducerConfig.LINGER_MS_CONFIG, 0));
        try (KafkaStreams streams = new KafkaStreams(TreeStream.fastTopology(TreeStream.model()), config)) {
            streams.setUncaughtExceptionHandler(fault -> {
                fault.printStackTrace();
                Runtime.getRuntime().halt(1);
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            });
            streams.start();
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
    }

    /** Kills the application as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the application as a deployment does. */
    void stop() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError("the application does not end, or with an error: " + process);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
