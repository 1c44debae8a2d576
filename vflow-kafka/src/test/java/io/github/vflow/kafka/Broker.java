package io.github.vflow.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker of one node in a JVM of its own. By night its classes are on the class path, and no test compiles against them. */
final class Broker implements AutoCloseable {
    static final int PARTITIONS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String address;
    private final Process process;
    private final Admin admin;

    private Broker(String address, Process process) {
        this.address = address;
        this.process = process;
        admin = Admin.create(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, address));
    }

    /** Formats a folder, starts a broker on it, and makes the topics. */
    static Broker start(Path folder, String... topics) throws IOException, InterruptedException, ExecutionException {
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        String address;
        Path file = folder.resolve("server.properties");
        try (ServerSocket clients = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket controller = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = host + ":" + clients.getLocalPort();
            String quorum = host + ":" + controller.getLocalPort();
            Files.writeString(file, """
                    process.roles=broker,controller
                    node.id=1
                    controller.quorum.bootstrap.servers=%2$s
                    listeners=PLAINTEXT://%1$s,CONTROLLER://%2$s
                    controller.listener.names=CONTROLLER
                    log.dirs=%3$s
                    offsets.topic.replication.factor=1
                    offsets.topic.num.partitions=1
                    transaction.state.log.replication.factor=1
                    transaction.state.log.min.isr=1
                    transaction.state.log.num.partitions=1
                    transaction.abort.timed.out.transaction.cleanup.interval.ms=500
                    group.initial.rebalance.delay.ms=0
                    auto.create.topics.enable=false
                    """.formatted(address, quorum, folder.resolve("log")));
        }
        String config = file.toString();
        String cluster = Uuid.randomUuid().toString();
        Process format = java("kafka.tools.StorageTool", "format", "--standalone", "-t", cluster, "-c", config);
        if (format.waitFor() != 0) {
            throw new AssertionError("the folder of the broker cannot be formatted");
        }
        Broker broker = new Broker(address, java("kafka.Kafka", config));
        try {
            broker.admin
                    .createTopics(Set.of(topics).stream()
                            .map(topic -> new NewTopic(topic, PARTITIONS, (short) 1))
                            .toList())
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            broker.close();
            throw e;
        }
        return broker;
    }

    private static Process java(String main, String... args) throws IOException {
        return new ProcessBuilder(TreeApplication.java(main, args))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    String address() {
        return address;
    }

    KafkaProducer<String, String> producer() {
        return new KafkaProducer<>(
                Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, address),
                new StringSerializer(),
                new StringSerializer());
    }

    /** The number of records and markers in a topic, or of those before the first open transaction. */
    long size(String topic, IsolationLevel level) throws InterruptedException, ExecutionException {
        return ends(topic, level).values().stream().mapToLong(Long::longValue).sum();
    }

    private Map<TopicPartition, Long> ends(String topic, IsolationLevel level)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> latest = IntStream.range(0, PARTITIONS)
                .boxed()
                .collect(Collectors.toMap(p -> new TopicPartition(topic, p), _ -> OffsetSpec.latest()));
        return admin.listOffsets(latest, new ListOffsetsOptions(level)).all().get().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
    }

    /** The records of a topic by partition, once no transaction is open. */
    List<List<ConsumerRecord<String, String>>> read(String topic, IsolationLevel level)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, Long> ends = ends(topic, IsolationLevel.READ_UNCOMMITTED);
        List<List<ConsumerRecord<String, String>>> records = IntStream.range(0, PARTITIONS)
                .<List<ConsumerRecord<String, String>>>mapToObj(_ -> new ArrayList<>())
                .toList();
        Instant until = Instant.now().plus(PATIENCE);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                        address,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        level.toString()),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (Instant.now().isAfter(until)) {
                    throw new AssertionError("a transaction stays open in " + topic);
                }
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> records.get(record.partition()).add(record));
            }
        }
        return records;
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
        process.destroyForcibly().onExit().join();
    }
}
