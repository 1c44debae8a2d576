package io.github.vflow.kafka;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.drift.DriftMonitor;
import io.github.vflow.table.schema.ReadOptions;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Judges each record of a stream, and keeps the drift monitor in a state store.
 *
 * <pre>  RecordScorer scorer = RecordScorer.of(model).withAlarm(model.alarm(0.01));
 *  stream.processValues(VFlowProcessorSupplier.of(model, scorer, Sale::cells, Judged::of)).to("judged");</pre>
 *
 * Each task, and so each partition, has a monitor of its own. Its state is in the store after each record, and in the changelog after each
 * commit, so after a restart or on another machine it continues with the same bits. With {@code exactly_once_v2} each record counts once; with
 * {@code at_least_once} the records since the last commit may count twice after a crash. A new model begins with a new monitor in the same
 * store. A model without a baseline has neither monitor nor store. Immutable and thread-safe.
 *
 * @param <K> the keys of the stream, which stay
 * @param <V> the values of the stream; null has no verdict and stays null
 * @param <R> the values with verdicts
 */
public final class VFlowProcessorSupplier<K, V, R> implements FixedKeyProcessorSupplier<K, V, R> {
    /** The name of the store if no other is given. */
    public static final String STORE = "vflow-drift";

    /**
     * Makes the value of the stream that leaves.
     *
     * @param <V> the values of the stream
     * @param <R> the values with verdicts
     */
    @FunctionalInterface
    public interface Joiner<V, R> {
        /**
         * The value with its verdict.
         *
         * @param row the record as the scorer judged it; without a score if it is no row of the model, and its entry says why
         * @param drift the report of the first alarm of the monitor, from that record on; empty before
         */
        R join(V value, RecordScorer.Judged row, Optional<DriftMonitor.Report> drift);
    }

    /**
     * The parts that all processors share.
     *
     * @param key of the monitor's state in the store: a checksum of the baseline
     */
    record Setup<V, R>(
            TableModel model,
            RecordScorer scorer,
            Function<? super V, ? extends Map<String, ?>> cells,
            Joiner<? super V, ? extends R> joiner,
            ReadOptions options,
            String store,
            double driftRate,
            String key) {}

    private final Setup<V, R> setup;

    private VFlowProcessorSupplier(Setup<V, R> setup) {
        this.setup = setup;
    }

    /**
     * A supplier with the usual store and one false alarm of drift in a million rows.
     *
     * @param scorer of the model; with an alarm if the joiner asks for verdicts
     * @param cells of a value by column name; a cell that is null or left out is missing
     */
    public static <K, V, R> VFlowProcessorSupplier<K, V, R> of(
            TableModel model,
            RecordScorer scorer,
            Function<? super V, ? extends Map<String, ?>> cells,
            Joiner<? super V, ? extends R> joiner) {
        Objects.requireNonNull(scorer, "VFlowProcessorSupplier.of: scorer");
        Objects.requireNonNull(cells, "VFlowProcessorSupplier.of: cells");
        Objects.requireNonNull(joiner, "VFlowProcessorSupplier.of: joiner");
        return new VFlowProcessorSupplier<>(
                new Setup<>(model, scorer, cells, joiner, ReadOptions.standard().strictly(), STORE, 1, key(model)));
    }

    /** This supplier with another name of the store, so that a topology has several. */
    public VFlowProcessorSupplier<K, V, R> withStore(String name) {
        return with(setup.options, name, setup.driftRate);
    }

    /**
     * This supplier with another rate of false alarms of drift.
     *
     * @param rate in a million rows of a task; another rate than before the restart begins with a new monitor
     */
    public VFlowProcessorSupplier<K, V, R> withDriftRate(double rate) {
        return with(setup.options, setup.store, rate);
    }

    /** This supplier with other texts of missing cells, as in training. */
    public VFlowProcessorSupplier<K, V, R> withOptions(ReadOptions read) {
        return with(read, setup.store, setup.driftRate);
    }

    private VFlowProcessorSupplier<K, V, R> with(ReadOptions options, String store, double rate) {
        return new VFlowProcessorSupplier<>(
                new Setup<>(setup.model, setup.scorer, setup.cells, setup.joiner, options, store, rate, setup.key));
    }

    @Override
    public FixedKeyProcessor<K, V, R> get() {
        return new VFlowProcessor<>(setup);
    }

    /** The store of the monitor, which Kafka Streams adds to the topology. Its cache writes the state once for each commit. */
    @Override
    public Set<StoreBuilder<?>> stores() {
        return setup.model.baseline().isEmpty()
                ? Set.of()
                : Set.of(Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(setup.store), Serdes.String(), Serdes.String())
                        .withCachingEnabled());
    }

    private static String key(TableModel model) {
        CRC32C sum = new CRC32C();
        model.baseline().ifPresent(b -> sum.update(b.toJson().getBytes(StandardCharsets.UTF_8)));
        return Long.toHexString(sum.getValue());
    }
}
