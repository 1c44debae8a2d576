package io.github.vflow.kafka;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.drift.DriftMonitor;
import io.github.vflow.table.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.jspecify.annotations.Nullable;

/** An application that judges lines of CSV, with its driver. */
final class TreeStream implements AutoCloseable {
    static final Path GOLDEN = Path.of("..", "vflow-cli", "src", "test", "resources", "golden", "0.1.0", "typed");
    private static final String NAMES = "kind,count,steps,net,gross,unit";

    private final TopologyTestDriver driver;
    private final TestInputTopic<String, String> in;
    private final TestOutputTopic<String, String> out;

    TreeStream(Topology topology, Path folder) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "trees");
        config.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.String().getClass());
        config.put(
                StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.String().getClass());
        driver = new TopologyTestDriver(topology, config);
        in = driver.createInputTopic("trees", new StringSerializer(), new StringSerializer());
        out = driver.createOutputTopic("judged", new StringDeserializer(), new StringDeserializer());
    }

    static Topology topology(TableModel model) {
        return topology(model, RecordScorer.of(model).withAlarm(model.alarm(0.05)));
    }

    /** The topology that says no reasons, which take most of the time. */
    static Topology fastTopology(TableModel model) {
        return topology(
                model, RecordScorer.of(model).withAlarm(model.alarm(0.05)).withoutBlame());
    }

    private static Topology topology(TableModel model, RecordScorer scorer) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("trees")
                .processValues(VFlowProcessorSupplier.of(model, scorer, TreeStream::cells, TreeStream::judged))
                .to("judged");
        return builder.build();
    }

    /** The cells of a line; an empty one is left out or null. */
    static Map<String, @Nullable Object> cells(String line) {
        Map<String, @Nullable Object> cells = new HashMap<>();
        String[] values = line.split(",", -1);
        String[] names = NAMES.split(",", -1);
        for (int j = 0; j < names.length; j++) {
            String value = values[j];
            if (!value.isEmpty()) {
                cells.put(names[j], j == 0 || j == 5 ? value : (Object) Double.parseDouble(value));
            } else if (j % 2 == 0) {
                cells.put(names[j], null);
            }
        }
        return cells;
    }

    static String judged(String line, RecordScorer.Judged row, Optional<DriftMonitor.Report> drift) {
        return row.logProb().stream().boxed().findFirst().orElse(null)
                + "," + row.verdict().map(Verdict::pValue).orElse(null) + "," + row.isAlarm() + "," + row.reason()
                + row.entry().fault()
                + drift.map(r -> "; drift of " + r.drifted().getFirst().column())
                        .orElse("");
    }

    static TableModel model() throws IOException {
        return TableModel.load(GOLDEN.resolve("model.safetensors"));
    }

    static List<String> lines() throws IOException {
        return Files.readAllLines(GOLDEN.resolve("rows.csv")).stream().skip(1).toList();
    }

    /** The answers about values. */
    List<String> judge(List<String> values) {
        List<String> answers = new ArrayList<>();
        for (String value : values) {
            in.pipeInput("key", value);
            answers.add(Objects.requireNonNull(out.readValue()));
        }
        return answers;
    }

    /** The answer about a record without a value. */
    @Nullable
    String judgeNothing() {
        in.pipeInput("key", (String) null);
        return out.readValue();
    }

    /** The states of the store, by model. */
    Map<String, String> states() {
        Map<String, String> states = new HashMap<>();
        try (var all = driver.<String, String>getKeyValueStore(VFlowProcessorSupplier.STORE)
                .all()) {
            all.forEachRemaining(entry -> states.put(entry.key, entry.value));
        }
        return states;
    }

    /** Restores the store from a changelog, before the first record. */
    void restore(Map<String, String> changelog) {
        changelog.forEach(driver.<String, String>getKeyValueStore(VFlowProcessorSupplier.STORE)::put);
    }

    /** The last states that the changelog has, by model. */
    Map<String, String> changelog() {
        return driver.createOutputTopic(
                        "trees-" + VFlowProcessorSupplier.STORE + "-changelog",
                        new StringDeserializer(),
                        new StringDeserializer())
                .readKeyValuesToMap();
    }

    @Override
    public void close() {
        driver.close();
    }
}
