package io.github.vflow.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.TableModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application that is killed twice while records arrive: it goes on with its folder, then on another machine. With exactly_once_v2, answers
 * and monitors have the bits of an application that nobody stopped.
 */
@EnabledIfSystemProperty(
        named = "vflow.nightly",
        matches = "true",
        disabledReason = "starts a broker and three applications for each guarantee")
final class KilledStreamTest {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int BLOCK = 20;
    private static final int AHEAD = 400;
    private static final String ODD = "oak,5,136,7.83,16.66,cm";

    private static TableModel model;
    private static List<String> lines;

    @TempDir
    private Path folder;

    /** The lines of each partition, in the order of sending. */
    private final List<List<String>> sent = List.of(new ArrayList<>(), new ArrayList<>());

    @BeforeAll
    static void draw() throws IOException {
        model = TreeStream.model();
        String[] names = Files.readAllLines(TreeStream.GOLDEN.resolve("rows.csv"))
                .getFirst()
                .split(",", -1);
        lines = Arrays.stream(model.sample(1_000, 1))
                .map(row -> model.schema().decode(row))
                .map(cells -> Arrays.stream(names)
                        .map(name -> String.valueOf(cells.get(name)))
                        .collect(Collectors.joining(",")))
                .toList();
    }

    @Test
    void exactlyOnceHasTheBitsOfAnApplicationThatNobodyStopped() throws Exception {
        try (Broker broker = Broker.start(Files.createDirectory(folder.resolve("broker")), "trees", "judged")) {
            runWithTwoKills(broker);
            List<ConsumerRecord<String, String>> judged = judged(broker);
            List<Map<String, String>> states = states(broker);
            Map<String, String> expected = new HashMap<>();
            for (int p = 0; p < Broker.PARTITIONS; p++) {
                try (TreeStream unstopped = new TreeStream(TreeStream.fastTopology(model), folder.resolve("one" + p))) {
                    List<String> answers = unstopped.judge(sent.get(p));
                    for (int i = 0; i < answers.size(); i++) {
                        expected.put(key(p, i), answers.get(i));
                    }
                    assertEquals(unstopped.changelog(), states.get(p));
                    assertTrue(answers.getLast().contains("; drift of "), answers::getLast);
                }
            }
            assertEquals(
                    expected, judged.stream().collect(Collectors.toMap(ConsumerRecord::key, ConsumerRecord::value)));
            int all = count(broker.read("judged", IsolationLevel.READ_UNCOMMITTED));
            System.out.println("exactly once: " + judged.size() + " records, and " + (all - judged.size())
                    + " of transactions that a kill ended");
            assertTrue(all > judged.size(), "a kill ended an open transaction");
        }
    }

    /** Records arrive all the time, so that each kill is in the middle. */
    private void runWithTwoKills(Broker broker) throws Exception {
        Path store = folder.resolve("store");
        try (KafkaProducer<String, String> producer = broker.producer()) {
            for (int kill = 0; kill < 2; kill++) {
                try (TreeApplication application =
                        TreeApplication.start(broker.address(), store, StreamsConfig.EXACTLY_ONCE_V2)) {
                    long before = broker.size("judged", IsolationLevel.READ_COMMITTED);
                    send(broker, producer, application, lines, () -> isInTheMiddle(broker, before));
                    application.kill();
                }
            }
            Path elsewhere = folder.resolve("elsewhere");
            try (TreeApplication application =
                    TreeApplication.start(broker.address(), elsewhere, StreamsConfig.EXACTLY_ONCE_V2)) {
                int enough = sent.getLast().size() + 500;
                send(
                        broker,
                        producer,
                        application,
                        List.of(ODD),
                        () -> sent.getLast().size() >= enough);
                producer.flush();
                Instant until = Instant.now().plus(PATIENCE);
                while (judged(broker).stream()
                                .map(ConsumerRecord::key)
                                .distinct()
                                .count()
                        < count(sent)) {
                    assertTrue(application.isAlive(), "the application ended");
                    assertTrue(Instant.now().isBefore(until), "records are missing");
                    Thread.sleep(200);
                }
                application.stop();
            }
        }
    }

    /** Sends lines until an end, some hundreds ahead of the answers at most. */
    private void send(
            Broker broker,
            KafkaProducer<String, String> to,
            TreeApplication application,
            List<String> lines,
            Callable<Boolean> end)
            throws Exception {
        Instant until = Instant.now().plus(PATIENCE);
        do {
            assertTrue(application.isAlive(), "the application ended");
            assertTrue(Instant.now().isBefore(until), "the application does nothing");
            boolean isAhead = count(sent) > broker.size("judged", IsolationLevel.READ_COMMITTED) + AHEAD;
            for (int p = 0; p < Broker.PARTITIONS && !isAhead; p++) {
                for (int k = 0; k < BLOCK; k++) {
                    int i = sent.get(p).size();
                    String line = lines.get((2 * i + p) % lines.size());
                    Future<RecordMetadata> _ = to.send(new ProducerRecord<>("trees", p, key(p, i), line));
                    sent.get(p).add(line);
                }
            }
            Thread.sleep(20);
        } while (!end.call());
    }

    /** Whether some hundreds of answers are committed since a start, and others are not yet. */
    private static boolean isInTheMiddle(Broker broker, long before) throws InterruptedException, ExecutionException {
        long committed = broker.size("judged", IsolationLevel.READ_COMMITTED);
        return committed - before > 400 && broker.size("judged", IsolationLevel.READ_UNCOMMITTED) > committed;
    }

    private static String key(int partition, int record) {
        return partition + ":" + record;
    }

    /** The answers, in partitions by the keys of records. */
    private static List<ConsumerRecord<String, String>> judged(Broker broker)
            throws InterruptedException, ExecutionException {
        return broker.read("judged", IsolationLevel.READ_COMMITTED).stream()
                .flatMap(List::stream)
                .toList();
    }

    /** The last states that the changelog has, by partition and model. */
    private static List<Map<String, String>> states(Broker broker) throws InterruptedException, ExecutionException {
        String changelog = TreeApplication.ID + "-" + VFlowProcessorSupplier.STORE + "-changelog";
        return broker.read(changelog, IsolationLevel.READ_COMMITTED).stream()
                .map(records -> records.stream()
                        .collect(Collectors.toMap(ConsumerRecord::key, ConsumerRecord::value, (_, last) -> last)))
                .toList();
    }

    private static int count(List<? extends List<?>> partitions) {
        return partitions.stream().mapToInt(List::size).sum();
    }
}
