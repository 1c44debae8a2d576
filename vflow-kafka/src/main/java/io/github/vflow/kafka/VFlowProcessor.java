package io.github.vflow.kafka;

import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.drift.DriftMonitor;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.source.ObjectSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** The processor of one task. For one thread. */
@NullUnmarked // Kafka's interface has values that may be null, and fields that init sets
final class VFlowProcessor<K, V, R> implements FixedKeyProcessor<K, V, R> {
    private final VFlowProcessorSupplier.Setup<V, R> setup;
    private FixedKeyProcessorContext<K, R> context;
    private RecordReader reader;
    private Map<String, ?> waiting;
    private @Nullable KeyValueStore<String, String> store;
    private @Nullable DriftMonitor monitor;

    VFlowProcessor(VFlowProcessorSupplier.Setup<V, R> setup) {
        this.setup = setup;
    }

    @Override
    public void init(FixedKeyProcessorContext<K, R> of) {
        context = of;
        ObjectSource<Map<String, ?>> rows = ObjectSource.of(Waiting::new);
        for (Column column : setup.model().schema().written()) {
            rows = rows.column(column.name(), row -> row.get(column.name()));
        }
        try {
            reader = setup.scorer().open(rows, setup.options());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (setup.model().baseline().isPresent()) {
            store = of.getStateStore(setup.store());
        }
    }

    @Override
    public void process(FixedKeyRecord<K, V> record) {
        V value = record.value();
        if (value == null) {
            context.forward(record.withValue(null));
            return;
        }
        waiting = setup.cells().apply(value);
        RecordScorer.Judged row = setup.scorer().score(next()).getFirst();
        if (store != null && monitor == null) {
            monitor = saved(store);
        }
        if (store != null && row.logProb().isPresent()) {
            monitor.add(row.entry().row(), row.logProb().getAsDouble());
            store.put(setup.key(), monitor.toJson());
        }
        Optional<DriftMonitor.Report> drift = monitor == null ? Optional.empty() : monitor.alarm();
        context.forward(record.withValue(setup.joiner().join(value, row, drift)));
    }

    private DriftMonitor saved(KeyValueStore<String, String> states) {
        return Optional.ofNullable(states.get(setup.key()))
                .map(state -> DriftMonitor.restore(setup.model().baseline().orElseThrow(), state))
                .filter(before -> before.rate() == setup.driftRate())
                .orElseGet(() -> setup.model().driftMonitor(setup.driftRate()));
    }

    private List<RecordReader.Entry> next() {
        try {
            return reader.next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The records of the reader: the waiting one, then none until the next one waits. */
    private final class Waiting implements Iterator<Map<String, ?>> {
        @Override
        public boolean hasNext() {
            return waiting != null;
        }

        @Override
        public Map<String, ?> next() {
            if (waiting == null) {
                throw new NoSuchElementException("no record waits");
            }
            Map<String, ?> row = waiting;
            waiting = null;
            return row;
        }
    }
}
