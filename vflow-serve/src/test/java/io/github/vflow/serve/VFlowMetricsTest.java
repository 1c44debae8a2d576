package io.github.vflow.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.serve.testkit.Expected;
import io.github.vflow.serve.testkit.Fixtures;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.drift.DriftMonitor;
import io.github.vflow.table.verdict.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each meter has the number that its name says, of the rows that were added. */
final class VFlowMetricsTest {
    private static TableModel model;
    private static List<RecordScorer.Judged> rows;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    /** 24 rows as in training, an unknown label, a row that is none. */
    @BeforeAll
    static void judge() throws IOException {
        model = TableModel.load(Fixtures.trees());
        List<String> lines = new ArrayList<>(Fixtures.treeRows());
        lines.addAll(List.of("palm,2,186,21.03,43.06,cm", "oak,2,186,much,43.06,cm"));
        rows = Expected.judged(model, lines);
    }

    private double rows(String outcome) {
        return registry.get("vflow.rows").tag("outcome", outcome).counter().count();
    }

    @Test
    void rowsAlarmsAndTimesAreCounted() {
        VFlowMetrics metrics = VFlowMetrics.bind(model, registry, "trees");
        assertEquals(0, rows("scored"));
        metrics.add(rows, Duration.ofMillis(3));
        metrics.add(rows.subList(20, 26), Duration.ofMillis(9));
        metrics.addRefused(4);
        assertEquals(30, rows("scored"));
        assertEquals(6, rows("refused"));
        long alarms = rows.stream().filter(RecordScorer.Judged::isAlarm).count()
                + rows.subList(20, 26).stream()
                        .filter(RecordScorer.Judged::isAlarm)
                        .count();
        assertTrue(alarms >= 2 && alarms < 10, alarms + " alarms");
        Counter counted = registry.get("vflow.alarms").tag("model", "trees").counter();
        assertEquals(alarms, counted.count());
        assertEquals(2, registry.get("vflow.score.time").timer().count());
        assertEquals(12, registry.get("vflow.score.time").timer().totalTime(TimeUnit.MILLISECONDS), 1e-9);
    }

    @Test
    void pValuesAreThoseOfTheVerdicts() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        VFlowMetrics.bind(model, prometheus).add(rows, Duration.ofMillis(1));
        double[] p = rows.stream()
                .flatMap(row -> row.verdict().stream())
                .mapToDouble(Verdict::pValue)
                .toArray();
        DistributionSummary summary = prometheus.get("vflow.p.value").summary();
        assertEquals(25, summary.count());
        assertEquals(Arrays.stream(p).sum(), summary.totalAmount() / 1000, 1e-9);
        String scraped = prometheus.scrape();
        for (double edge : new double[] {0.05, 0.2, 0.7, 1}) {
            long below = Arrays.stream(p).filter(x -> x <= edge).count();
            String line = "vflow_p_value_thousandths_bucket{model=\"default\",le=\"" + 1000 * edge + "\"} " + below;
            assertTrue(scraped.contains(line + "\n"), line + " in " + scraped);
        }
    }

    @Test
    void driftIsThatOfAMonitorThatSawTheRows() throws InterruptedException {
        VFlowMetrics metrics = VFlowMetrics.bind(model, registry);
        DriftMonitor monitor = model.driftMonitor(VFlowMetrics.DRIFT_RATE);
        List<RecordScorer.Judged> odd = rows.subList(0, 1);
        for (int i = 0; i < 400; i++) {
            metrics.add(odd, Duration.ofMillis(1));
            monitor.add(odd.getFirst().entry().row(), odd.getFirst().logProb().orElseThrow());
        }
        Thread.sleep(600);
        DriftMonitor.Report expected =
                monitor.alarm().orElseThrow(() -> new AssertionError("one row over and over drifts"));
        assertEquals(expected, metrics.drift().orElseThrow());
        for (DriftMonitor.Report.Column column : expected.columns()) {
            assertEquals(column.drifted() ? 1 : 0, gauge("vflow.drift", column), column.column());
            assertEquals(column.evidence(), gauge("vflow.drift.evidence", column), column.column());
        }
        assertTrue(expected.columns().stream().anyMatch(DriftMonitor.Report.Column::drifted), expected.toString());
    }

    private double gauge(String name, DriftMonitor.Report.Column column) {
        return registry.get(name).tag("column", column.column()).gauge().value();
    }

    @Test
    void anotherModelOfTheNameGoesOnCounting() {
        VFlowMetrics first = VFlowMetrics.bind(model, registry);
        first.add(rows, Duration.ofMillis(1));
        first.close();
        assertNull(registry.find("vflow.drift").gauge(), "its drift is gone");
        assertEquals(25, rows("scored"));
        VFlowMetrics next = VFlowMetrics.bind(model, registry);
        assertEquals(0, next.drift().orElseThrow().rows(), "drift begins anew");
        next.add(rows, Duration.ofMillis(1));
        assertEquals(50, rows("scored"));
    }

    @Test
    void aModelWithoutACalibrationHasNoPValues() throws IOException {
        TableModel flow = TableModel.load(Fixtures.flow());
        VFlowMetrics.bind(flow, registry).add(Expected.judged(flow, List.of("a,b,c", "1,2,3")), Duration.ofMillis(1));
        assertEquals(1, rows("scored"));
        assertEquals(0, registry.get("vflow.p.value").summary().count());
        assertEquals(0, registry.get("vflow.alarms").counter().count());
    }
}
