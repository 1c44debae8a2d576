package io.github.vflow.table;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.defaults.AnswerDefaults;
import io.github.vflow.table.density.AlarmScorer;
import io.github.vflow.table.density.Baselines;
import io.github.vflow.table.density.TableDensity;
import io.github.vflow.table.density.TableFile;
import io.github.vflow.table.drift.Baseline;
import io.github.vflow.table.drift.Comparison;
import io.github.vflow.table.drift.DriftMonitor;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.training.TrainingJob;
import io.github.vflow.table.training.TrainingRun;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.tensor.engine.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A learned density p(row) of the rows of a table.
 *
 * <p>Immutable and safe for any number of threads, virtual ones too. It holds memory only, so there is nothing to close. A score is a
 * function of the model and the row: it has the same bits in any thread, order or batch.
 */
public final class TableModel {
    private final TableDensity density;

    TableModel(TableDensity density) {
        this.density = density;
    }

    /** Learns the density of a table, as {@code TableTraining} does, with the same exceptions. Few rows are none: the words of {@link #plan} say so. */
    public static TableModel fit(Table table, Recipe recipe) {
        return new TableModel(TrainingRun.of(TrainingJob.of(table, recipe)));
    }

    /** As {@link #fit(Table, Recipe)}, with a watch that sees each step and can stop the training. */
    public static TableModel fit(Table table, Recipe recipe, Watch watch) {
        return new TableModel(TrainingRun.of(TrainingJob.of(table, recipe).withWatch(watch)));
    }

    /**
     * ln p(row) in nats, in the units of the data: a number, or −∞ where float32 has none; never NaN. Of whole numbers and categories it is
     * the logarithm of a probability. For a model that takes noise it is the importance-weighted estimate (VFlow paper, Eq. 5).
     *
     * @param row in the order of {@link #columns}; NaN is a missing cell, which is integrated out: ln p is then of the known cells
     * @throws IllegalArgumentException if a number is infinite, there are more or fewer than columns, or a cell is missing and the model
     *     needs complete rows
     */
    public double logProb(double... row) {
        return density.logProb(Objects.requireNonNull(row, "TableModel.logProb: row"));
    }

    /** ln p of a row by names, as {@link #row} encodes it. */
    public double logProb(Map<String, ?> row) {
        return logProb(row(row));
    }

    /**
     * ln p of each row [n][d], with the bits of {@link #logProb(double...)}. Large batches are shared among threads that end with the call.
     *
     * @throws IllegalArgumentException as {@link #logProb(double...)}
     */
    public double[] logProb(double[][] rows) {
        return density.logProb(Objects.requireNonNull(rows, "TableModel.logProb: rows"));
    }

    /** ln p(row) with standard error and effective sample size, which may be too small: see {@link ImportanceEstimate#isKnown}. */
    public ImportanceEstimate estimate(double... row) {
        return density.estimate(Objects.requireNonNull(row, "TableModel.estimate: row"));
    }

    /** The {@link #estimate} of each row [n][d], in the time of {@link #logProb(double[][])}. */
    public ImportanceEstimate[] estimates(double[][] rows) {
        return density.estimates(Objects.requireNonNull(rows, "TableModel.estimates: rows"));
    }

    /**
     * ln of the marginal density of some columns, with the others integrated out, by 16 times as many samples if too few are effective.
     *
     * @param known their values by name
     * @throws IllegalArgumentException if there is no such column or value, or the model needs complete rows
     */
    public ImportanceEstimate marginal(Map<String, ?> known) {
        return density.marginal(known);
    }

    /**
     * ln p(columns | given) = ln p(columns, given) − ln p(given), with the columns that are in neither integrated out. Probabilities of labels sum to
     * one: each is a share of the sum over all values, whose terms share their noise. The standard error takes the terms for independent, so it is
     * larger than the true one. Samples are as many as for {@link #marginal}.
     *
     * @param columns values by name
     * @param given values by name, of other columns
     * @throws IllegalArgumentException if there is no such column or value, a column is in both, or the model needs complete rows
     */
    public ImportanceEstimate conditional(Map<String, ?> columns, Map<String, ?> given) {
        return density.conditional(columns, given);
    }

    /**
     * The distribution of a row's missing cells given its known ones, as weighted draws. Whole numbers are rounded; categories are numbers. If fewer
     * than five draws are effective, there are up to 16 times as many; {@link Imputation#isKnown} says whether they suffice.
     *
     * @param row in the order of {@link #columns}; NaN is a missing cell
     * @param samples the least number of draws
     * @throws IllegalArgumentException if samples is below one, or the model needs complete rows
     */
    public Imputation impute(double[] row, int samples, long seed) {
        return density.impute(Objects.requireNonNull(row, "TableModel.impute: row"), samples, seed);
    }

    /** As {@link #impute(double[], int, long)}, of a row by names. */
    public Imputation impute(Map<String, ?> row, int samples, long seed) {
        return impute(row(row), samples, seed);
    }

    /**
     * The row with the value to expect in each missing cell given the known ones, as {@code vflow impute} writes it. It is the mean, the median of
     * whole numbers and heavy tails, or the most probable category. A cell stays missing if {@link #impute} does not know it. The same row is filled
     * alike.
     *
     * @param row as {@link #impute} takes it
     * @throws IllegalArgumentException if the model needs complete rows
     */
    public double[] fill(double... row) {
        return fill(row, AnswerDefaults.DRAWS_OF_A_ROW, 1);
    }

    /** As {@link #fill(double...)}, with another number of draws and another seed; the command has seed 1 for its first row, 2 for the next. */
    public double[] fill(double[] row, int samples, long seed) {
        return density.fill(Objects.requireNonNull(row, "TableModel.fill: row"), samples, seed);
    }

    /**
     * The values of a row by names, with the answers of {@link #fill(double...)} where one is left out or null. An exact relation fills first.
     *
     * @throws IllegalArgumentException if there is no such column or value, or the model needs complete rows
     */
    public Map<String, @Nullable Object> fill(Map<String, ?> row) {
        return density.fill(row, AnswerDefaults.DRAWS_OF_A_ROW, 1);
    }

    /** The mean of ln p over rows, with its standard error over rows, or an IllegalArgumentException if the columns differ from the model's. */
    public Mean evaluate(Table rows) {
        return density.mean(rows.rows(schema(), "evaluate"));
    }

    /**
     * This model with the scores of other rows to compare new ones with, as after {@link Recipe.Split#calibration}; nothing is trained.
     *
     * @param rows normal rows that did not train the model
     * @throws IllegalArgumentException if its columns differ from the model's
     */
    public TableModel calibrated(Table rows) {
        return new TableModel(AlarmScorer.of(density).calibrated(rows.rows(schema(), "calibrated")));
    }

    /** This model with alarms by groups, see {@link Alarm#by(List)}; an IllegalArgumentException says if it has no such labels. */
    public TableModel calibratedBy(List<String> names) {
        return new TableModel(AlarmScorer.of(density).calibratedBy(names));
    }

    /**
     * Judges rows at a rate of false alarms: normal rows are alarms with at most this probability.
     *
     * @param rate in (0, 1), such as 0.01
     * @throws IllegalArgumentException if the model has no calibration, or of too few rows for the rate; the message has the number needed
     */
    public Alarm alarm(double rate) {
        return AlarmScorer.of(density).alarm(rate);
    }

    /** The scores that an alarm compares new rows with; empty if the model was trained without. */
    public Optional<Calibration> calibration() {
        return density.about().calibration();
    }

    /**
     * Draws n rows [n][d]; row i depends on the seed and i alone. {@link Schema#decode} turns numbers into the values of categories. Columns
     * {@link #neverNegative} have no negative numbers.
     *
     * @throws IllegalArgumentException if n is below one
     */
    public double[][] sample(int n, long seed) {
        return sample(n, Map.of(), seed);
    }

    /**
     * Draws n rows [n][d] given the values of some columns: {@value AnswerDefaults#PROPOSALS_OF_A_DRAW} weighted draws for each, chosen by weight.
     *
     * @param given values by name, of any columns
     * @throws IllegalArgumentException if n is below one, there is no such column or value, or the model needs complete rows
     */
    public double[][] sample(int n, Map<String, ?> given, long seed) {
        return density.sample(n, given, seed);
    }

    /** A sampler on an engine; columns {@link #neverNegative} have no negative numbers. The caller closes it, and gives p(y | x) its x. */
    public Sampler sampler(Engine engine) {
        return density.sampler(engine);
    }

    /** An evaluator of ln p on another engine, or by other importance samples. The caller closes it. */
    public Evaluator evaluator(Engine engine, Scoring by) {
        return Evaluator.ofScores(density.model(), engine, by.samples(), by.seed());
    }

    /**
     * The columns of numbers that are negative in no training row, so that no sample and no filled cell is. A row with a negative number is drawn
     * again, up to seven times; then the number is zero. ln p does not know of it. None if the file does not know the ranges.
     */
    public List<String> neverNegative() {
        return density.neverNegative();
    }

    /** The row that is nearest to a draw: with whole numbers, the digits of exact relations, and none below zero in {@link #neverNegative}. */
    public double[] drawn(double... draw) {
        return density.drawn(draw);
    }

    /** The columns of the table; rows have a number for each that is {@link Schema#modelled}. */
    public Schema schema() {
        return density.schema();
    }

    /** The names of the modelled columns, in the order that rows have. */
    public List<String> columns() {
        return density.columns();
    }

    /** The names of the columns x of a model of p(y | x), which are the last of {@link #columns}; none for p(row). */
    public List<String> given() {
        return density.given();
    }

    /** A row by names, in the order of {@link #columns}; one that is left out is missing, an unknown one an IllegalArgumentException. */
    public double[] row(Map<String, ?> byName) {
        return density.schema().encode(byName);
    }

    /** Whether a row may have missing cells, which are integrated out. */
    public boolean takesMissingCells() {
        return density.model().forMissing().isPresent();
    }

    /** All that was decided about the training; empty if the model's file does not say. */
    public Optional<TablePlan> plan() {
        return density.about().plan();
    }

    /** The notes of the model's file, such as the command that trained it. */
    public Map<String, String> notes() {
        return density.about().notes();
    }

    /** The same model with other notes. */
    public TableModel withNotes(Map<String, String> notes) {
        return new TableModel(density.with(density.about().withNotes(notes)));
    }

    /** The number of models in this mixture; one if it is none. */
    public int members() {
        return density.model().components().size();
    }

    /** How the model was trained; empty if its file does not say. */
    public Optional<Fitted> fitted() {
        return density.about().fitted();
    }

    /** The same model without the times of its training, so that equal trainings give equal files. */
    public TableModel withoutTimes() {
        return new TableModel(density.with(density.about().withoutTimes()));
    }

    /** The marginal distributions of the rows that the model was trained on; empty if its file does not say. */
    public Optional<Baseline> baseline() {
        return density.about().baseline();
    }

    /** The same density with a baseline of other rows, at most 10,000 at random; an IllegalArgumentException says if their columns differ. */
    public TableModel withBaseline(Table table) {
        return new TableModel(Baselines.replaced(density, table.rows(schema(), "withBaseline")));
    }

    /**
     * A monitor of a stream of rows, which takes each row with its {@link #logProb}.
     *
     * @param rate false alarms in a million rows
     * @throws IllegalArgumentException if the rate is not in (0, 1,000,000), or the model has no baseline
     */
    public DriftMonitor driftMonitor(double rate) {
        return DriftMonitor.of(density.requireBaseline(), rate);
    }

    /** Compares the rows of a table, and their scores, with the baseline; an IllegalArgumentException says if there is none. */
    public Comparison compare(Table window) {
        return Baselines.compare(density, window.rows(schema(), "compare"));
    }

    /**
     * Compares the columns of rows that the model draws with those of the rows that trained it: whether the model has the laws of single columns.
     * The rows drawn have gaps like those of the training rows ({@link Baseline#withGaps}), and known cells are compared.
     *
     * @param rows drawn, such as 1,000
     * @throws IllegalArgumentException if {@code rows} is below one, or the model has no baseline or needs given columns
     */
    public Comparison compareSamples(int rows, long seed) {
        return Baselines.compareDraws(density, rows, seed);
    }

    TableDensity density() {
        return density;
    }

    /** Scores made-up rows for about a second, until the JVM has compiled the kernels: the first requests are then as fast as later ones. */
    public void warmUp() {
        density.warmUp();
    }

    /** Writes a safetensors file, whole or not at all; an IOException says why it cannot be written. */
    public void save(Path file) throws IOException {
        density.file().save(file);
    }

    /** Writes the bytes of the file to a stream, which stays open; an IOException says why they cannot be written. */
    public void write(OutputStream out) throws IOException {
        density.file().write(out);
    }

    /**
     * Loads a model that was trained here, by {@code vflow train} or on Spark.
     *
     * @throws io.github.vflow.nn.io.FileFormatException if the file is damaged or not of a table's density
     * @throws IOException if it cannot be read
     */
    public static TableModel load(Path file) throws IOException {
        return of(ModelFile.load(file), file.toString());
    }

    /**
     * The model of a file that was read before.
     *
     * @param origin of the file, for messages
     * @throws FileFormatException if it is not of a table's density
     */
    public static TableModel of(ModelFile file, String origin) throws FileFormatException {
        return new TableModel(TableFile.read(file, origin));
    }

    /** Reads a model from a stream, which stays open; otherwise as {@link #load(Path)}. */
    public static TableModel read(InputStream in) throws IOException {
        return of(ModelFile.read(in), "the stream");
    }

    /** A copy of the underlying flow model. */
    public Model model() {
        Model own = density.model();
        return Models.of(own.spec().orElseThrow(), own.parameters().values());
    }

    @Override
    public String toString() {
        return "TableModel of " + columns() + ": " + density.model();
    }
}
