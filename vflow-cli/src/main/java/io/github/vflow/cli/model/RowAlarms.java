package io.github.vflow.cli.model;

import io.github.vflow.cli.data.ModelTable;
import io.github.vflow.cli.format.CsvOutput;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.train.stacking.Mixtures;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.RowModel;
import io.github.vflow.table.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The columns that alarms add to a scored table. Counts alarms; not thread-safe. */
public final class RowAlarms implements AutoCloseable {
    /** The column with ln p by the smoothed density, which alarms compare. */
    public static final String SMOOTHED = "smoothed_log_prob";

    /** What is added to each row. */
    public static final List<String> COLUMNS = List.of(SMOOTHED, "p_value", "alarm", "reason");

    /** Usual, if the calibration supports it. */
    private static final double RATE = 0.01;

    private final Alarm alarm;
    private final boolean canExplain;
    private final @Nullable Evaluator smoothed;
    private final ExecutorService threads;
    private long alarms;

    private RowAlarms(Alarm alarm, boolean canExplain, @Nullable Evaluator smoothed, ExecutorService threads) {
        this.alarm = alarm;
        this.canExplain = canExplain;
        this.smoothed = smoothed;
        this.threads = threads;
    }

    /**
     * The alarm of a model.
     *
     * @param rate of false alarms; empty for 0.01, or the least that the calibration supports
     * @throws IllegalArgumentException if the calibration supports no such rate; the message has the number of rows needed
     */
    public static Alarm alarm(ModelFile file, Path modelFile, OptionalDouble rate) throws IOException {
        int needed = Alarm.rowsNeeded(rate.orElse(RATE));
        if (file.model().given() > 0) {
            throw new IllegalArgumentException(
                    modelFile + ": a model of p(y | x) has no alarms; train one of all columns, without --given");
        }
        if (file.calibration().isEmpty()) {
            throw new IllegalArgumentException(
                    modelFile + ": the model has no calibration scores, so it has no alarms; run vflow calibrate "
                            + modelFile + " NORMAL.csv with at least " + needed + " normal rows that did not train it");
        }
        int there = file.calibration().orElseThrow().size();
        double least = 1 / (there + 1.0);
        if (rate.isPresent() && there < needed) {
            throw new IllegalArgumentException(modelFile + ": a rate of " + rate.getAsDouble() + " needs at least "
                    + needed + " calibration rows but the model has " + there
                    + "; run vflow calibrate with more rows, or take a rate of at least " + least);
        }
        return TableModel.of(file, modelFile.toString()).alarm(rate.orElse(Math.max(RATE, least)));
    }

    /**
     * The columns of an alarm.
     *
     * @param engines with the threads that score rows and explain alarms
     */
    public static RowAlarms of(Alarm alarm, ModelFile file, EngineOptions engines) {
        Model density = Mixtures.trainedWithNoise(file.model());
        Scoring scoring = file.scoring();
        Evaluator smoothed = density == file.model()
                ? null
                : Evaluator.ofScores(density, engines.sequential(), scoring.samples(), scoring.seed())
                        .threads(engines.threads());
        return new RowAlarms(alarm, canExplain(file), smoothed, Executors.newFixedThreadPool(engines.threads()));
    }

    /** Whether a model can say what a column costs. */
    public static boolean canExplain(ModelFile file) {
        return file.model().forMissing().isPresent() || file.model().width() == 1;
    }

    /**
     * The cells of each record of a block.
     *
     * @param sharp scores of the rows of the block by the model
     */
    public List<List<String>> cells(ModelTable table, ModelTable.Block block, double[] sharp) {
        double[] scores = smoothed == null || sharp.length == 0 ? sharp : smoothed.scores(block.rows());
        List<List<String>> cells =
                new ArrayList<>(Collections.nCopies(block.entries().size(), Collections.nCopies(COLUMNS.size(), "")));
        Map<Integer, Future<List<String>>> odd = new LinkedHashMap<>();
        for (int k = 0; k < scores.length; k++) {
            int place = block.places()[k];
            RowModel.Observed row = table.observed(block.entries().get(place));
            double p = alarm.pValue(scores[k]);
            if (p <= alarm.rate() || !row.unseen().isEmpty()) {
                odd.put(place, threads.submit(() -> judged(row)));
            } else {
                cells.set(place, List.of(CsvOutput.text(scores[k]), CsvOutput.text(p), "false", ""));
            }
        }
        odd.forEach((place, judged) -> {
            cells.set(place, get(judged));
            alarms += Boolean.parseBoolean(cells.get(place).get(COLUMNS.indexOf("alarm"))) ? 1 : 0;
        });
        return cells;
    }

    private List<String> judged(RowModel.Observed row) {
        Verdict v = canExplain ? alarm.explain(row) : alarm.judge(row);
        return List.of(
                CsvOutput.text(v.logProb()),
                CsvOutput.text(v.pValue()),
                Boolean.toString(v.isAlarm()),
                v.isAlarm() ? v.reason() : "");
    }

    private static List<String> get(Future<List<String>> cells) {
        try {
            return cells.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("score: interrupted while other threads explain alarms", e);
        }
    }

    /** How many rows were alarms. */
    public long alarms() {
        return alarms;
    }

    @Override
    public void close() {
        threads.close();
        if (smoothed != null) {
            smoothed.close();
        }
    }
}
