package io.github.vflow.serve;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.drift.DriftMonitor;
import io.github.vflow.table.verdict.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Meters of a model in a registry of Micrometer: {@code vflow.rows}, {@code vflow.alarms}, {@code vflow.p.value}, {@code vflow.score.time}, and
 * {@code vflow.drift} with the state of each column.
 *
 * <pre>  VFlowMetrics metrics = VFlowMetrics.bind(model, registry);
 *   …
 *   metrics.add(scorer.score(block), took);</pre>
 *
 * The drift monitor takes the rows in the order of {@link #add}. Mutable and safe for any number of threads.
 */
public final class VFlowMetrics implements AutoCloseable {
    /** False alarms of the drift monitor in a million rows. */
    public static final double DRIFT_RATE = 1;

    /** Thousandths, since a histogram of Micrometer rounds up to whole numbers. */
    private static final double[] P_VALUES = {1, 10, 50, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000};

    private static final double THOUSANDTHS = 1000;
    private static final Duration[] TIMES = {
        Duration.ofNanos(250_000),
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofSeconds(1)
    };

    /** A scrape asks for each column, and the monitor makes one report for all. */
    private static final long REPORT_NANOS = 500_000_000;

    private final MeterRegistry registry;
    private final Counter scored;
    private final Counter refused;
    private final Counter alarms;
    private final DistributionSummary pValues;
    private final Timer time;
    private final List<Meter> drift = new ArrayList<>();
    private final @Nullable DriftMonitor monitor;
    private DriftMonitor.@Nullable Report report;
    private long reportedAt;

    private VFlowMetrics(TableModel model, MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.scored = registry.counter("vflow.rows", tags.and("outcome", "scored"));
        this.refused = registry.counter("vflow.rows", tags.and("outcome", "refused"));
        this.alarms = registry.counter("vflow.alarms", tags);
        this.pValues = DistributionSummary.builder("vflow.p.value")
                .description("p-values of the rows in thousandths; uniform if the rows are as in training")
                .baseUnit("thousandths")
                .tags(tags)
                .scale(THOUSANDTHS)
                .serviceLevelObjectives(P_VALUES)
                .register(registry);
        this.time = Timer.builder("vflow.score.time")
                .description("time of a block of rows")
                .tags(tags)
                .serviceLevelObjectives(TIMES)
                .register(registry);
        this.monitor = model.baseline().isPresent() ? model.driftMonitor(DRIFT_RATE) : null;
        if (monitor != null) {
            for (DriftMonitor.Report.Column c : monitor.report().columns()) {
                Tags of = tags.and("column", c.column());
                gauge("vflow.drift", "1 if the column drifted", of, c.column(), d -> d.drifted() ? 1 : 0);
                gauge(
                        "vflow.drift.evidence",
                        "evidence of drift",
                        of,
                        c.column(),
                        DriftMonitor.Report.Column::evidence);
            }
        }
    }

    /** Binds a model of the name {@code default}; see {@link #bind(TableModel, MeterRegistry, String)}. */
    public static VFlowMetrics bind(TableModel model, MeterRegistry registry) {
        return bind(model, registry, "default");
    }

    /**
     * Registers the meters of a model. If a model of this name was bound before, its counters go on; close it first, so that the state of drift is of
     * this one.
     *
     * @param name of the model, for the tag {@code model}
     */
    public static VFlowMetrics bind(TableModel model, MeterRegistry registry, String name) {
        return new VFlowMetrics(model, registry, Tags.of("model", name));
    }

    private void gauge(
            String name,
            String description,
            Tags tags,
            String column,
            ToDoubleFunction<DriftMonitor.Report.Column> of) {
        drift.add(Gauge.builder(
                        name, this, m -> m.of(column).map(of::applyAsDouble).orElse(Double.NaN))
                .description(description)
                .tags(tags)
                .register(registry));
    }

    private Optional<DriftMonitor.Report.Column> of(String column) {
        return drift().flatMap(r ->
                r.columns().stream().filter(c -> c.column().equals(column)).findFirst());
    }

    /**
     * Counts rows, and shows those with a score to the drift monitor.
     *
     * @param took the time of the whole block
     */
    public void add(List<RecordScorer.Judged> rows, Duration took) {
        time.record(took);
        for (RecordScorer.Judged row : rows) {
            if (row.logProb().isEmpty()) {
                refused.increment();
                continue;
            }
            scored.increment();
            if (row.isAlarm()) {
                alarms.increment();
            }
            row.verdict().map(Verdict::pValue).ifPresent(pValues::record);
        }
        watch(rows);
    }

    /** Counts rows that could not be read. */
    public void addRefused(int rows) {
        refused.increment(rows);
    }

    private synchronized void watch(List<RecordScorer.Judged> rows) {
        if (monitor == null) {
            return;
        }
        for (RecordScorer.Judged row : rows) {
            RecordReader.Entry entry = row.entry();
            if (row.logProb().isPresent()) {
                monitor.add(entry.row(), row.logProb().getAsDouble());
            }
        }
    }

    /** The state of drift, at most half a second old; empty if the model has no baseline. */
    public synchronized Optional<DriftMonitor.Report> drift() {
        if (monitor == null) {
            return Optional.empty();
        }
        DriftMonitor.Report last = report;
        if (last == null || System.nanoTime() - reportedAt > REPORT_NANOS) {
            // after an alarm, the report of that time says since when
            last = monitor.alarm().orElseGet(monitor::report);
            report = last;
            reportedAt = System.nanoTime();
        }
        return Optional.of(last);
    }

    /** Removes the state of drift from the registry; the counters stay. */
    @Override
    public void close() {
        drift.forEach(registry::remove);
    }
}
