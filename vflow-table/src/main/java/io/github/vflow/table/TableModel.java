package io.github.vflow.table;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.flow.spec.CustomParts;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.table.drift.Baseline;
import io.github.vflow.table.drift.Comparison;
import io.github.vflow.table.drift.DriftMonitor;
import io.github.vflow.table.verdict.Alarm;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A learned density p(row) of the rows of a table.
 *
 * <p>Immutable and safe for any number of threads, virtual ones too. It holds memory only, so there is nothing to close. A score is a
 * function of the model and the row: it has the same bits in any thread, order or batch.
 */
public final class TableModel {
    private static final int PROPOSALS_PER_DRAW = 4;
    private static final int LEAST_PROPOSALS = 1_000;

    private final SavedDensity saved;

    private TableModel(SavedDensity saved) {
        this.saved = saved;
    }

    /**
     * Learns the density of a table.
     *
     * @throws IllegalArgumentException as {@link #fit(Table, Recipe, Watch)}
     */
    public static TableModel fit(Table table, Recipe recipe) {
        return fit(table, recipe, Watch.none());
    }

    /**
     * Learns the density of a table: standardises in double, initialises from data, trains until the held-out rows stop improving, and keeps
     * the best parameters. It does so for each member of a mixture, such as one for each {@link Recipe#noise}. The held-out rows also choose
     * the shares of the members, and those of the broad densities that defend the tail. The density of missing cells is trained on samples of
     * the model. The rows of {@link Recipe#calibration} have no part in all this. The same table and recipe give the same bits.
     *
     * <p>An interrupt acts as {@link Watch.Answer#STOP} and stays set. The model is then the best so far, its density of missing cells is not
     * trained, so that its answers about gaps have large errors, and {@link #fitted} says why training ended.
     *
     * @throws IllegalArgumentException if a column is constant or float32 cannot tell its numbers apart, the architecture does not fit the
     *     table, or training does not fit into the heap
     * @throws io.github.vflow.flow.train.DivergedException if training diverges before the first evaluation; a member of a mixture that does is
     *     left out, unless all do
     */
    public static TableModel fit(Table table, Recipe recipe, Watch watch) {
        Objects.requireNonNull(table, "TableModel.fit: table");
        return fit(table, recipe, watch, recipe.backend(table.size()));
    }

    /**
     * As {@link #fit(Table, Recipe, Watch)}, on another backend, such as an engine whose shards run on other machines.
     *
     * @param backend in place of the threads of the recipe
     */
    public static TableModel fit(Table table, Recipe recipe, Watch watch, Backend backend) {
        Objects.requireNonNull(table, "TableModel.fit: table");
        return new TableModel(SavedDensity.fit(table, table.columns().size(), recipe, watch, backend));
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
        return saved.logProb(Objects.requireNonNull(row, "TableModel.logProb: row"));
    }

    /**
     * ln p of a row by names; null is a missing cell.
     *
     * @throws IllegalArgumentException naming the columns that are missing or unknown
     */
    public double logProb(Map<String, ?> row) {
        return logProb(row(row));
    }

    /**
     * ln p of each row [n][d], with the bits of {@link #logProb(double...)}. Large batches are shared among threads that end with the call.
     *
     * @throws IllegalArgumentException as {@link #logProb(double...)}
     */
    public double[] logProb(double[][] rows) {
        return saved.logProb(Objects.requireNonNull(rows, "TableModel.logProb: rows"));
    }

    /** ln p(row) with its standard error and effective sample size; the error of an exact model is zero. */
    public ImportanceEstimate estimate(double... row) {
        return saved.estimate(Objects.requireNonNull(row, "TableModel.estimate: row"));
    }

    /**
     * ln of the marginal density of some columns, with the others integrated out.
     *
     * @param known their values by name
     * @throws IllegalArgumentException if there is no such column or value, or the model needs complete rows
     */
    public ImportanceEstimate marginal(Map<String, ?> known) {
        return saved.estimate(saved.partial(known));
    }

    /**
     * ln p(columns | given) = ln p(columns, given) − ln p(given), with the columns that are in neither integrated out. Both terms share their
     * noise; the standard error is that of independent terms, which is larger.
     *
     * @param columns values by name
     * @param given values by name, of other columns
     * @throws IllegalArgumentException if there is no such column or value, a column is in both, or the model needs complete rows
     */
    public ImportanceEstimate conditional(Map<String, ?> columns, Map<String, ?> given) {
        Map<String, Object> both = new HashMap<>(columns);
        given.forEach((name, value) -> {
            if (both.put(name, value) != null) {
                throw new IllegalArgumentException("TableModel.conditional: a column is asked for or given, but \""
                        + name + "\" is both; leave it out of one");
            }
        });
        ImportanceEstimate joint = marginal(both);
        ImportanceEstimate condition = marginal(given);
        return new ImportanceEstimate(
                joint.logProb() - condition.logProb(),
                Math.hypot(joint.standardError(), condition.standardError()),
                Math.min(joint.effectiveSampleSize(), condition.effectiveSampleSize()));
    }

    /**
     * The distribution of a row's missing cells given its known ones, as weighted draws. Whole numbers are rounded; categories are numbers.
     *
     * @param row in the order of {@link #columns}; NaN is a missing cell
     * @param samples the number of draws
     * @throws IllegalArgumentException if samples is below one, or the model needs complete rows
     */
    public Imputation impute(double[] row, int samples, long seed) {
        return saved.impute(Objects.requireNonNull(row, "TableModel.impute: row"), samples, seed);
    }

    /**
     * The mean of ln p over rows, with its standard error over rows. Each row has noise of its own, so that errors average out.
     *
     * @throws IllegalArgumentException if the columns are not those of the model, in its order
     */
    public Mean evaluate(Table rows) {
        return saved.evaluate(rows);
    }

    /**
     * This model with the scores of other rows to compare new ones with, as after {@link Recipe#calibration}; nothing is trained.
     *
     * @param rows normal rows that did not train the model
     * @throws IllegalArgumentException if the columns are not those of the model, in its order
     */
    public TableModel calibrated(Table rows) {
        return new TableModel(saved.calibrated(rows));
    }

    /**
     * The density of rows with noise, which finds anomalies better, while this one is the better density. It is the mixture of the members that
     * were trained with noise ({@link Recipe#noise}): p̃ = p ∗ N(0, σ²), with σ in standard deviations of the columns. A sharp density gives
     * rows between the normal ones almost no probability; a smooth one gives less to rows that are farther away.
     *
     * <p>Whole numbers with noise are rounded; categories, and columns that are bounded or heavy-tailed, have no noise. The result has a copy of
     * its members' parameters and the {@link #calibration}, but no {@link #baseline} and no {@link #fitted}, which are of this density. It is this
     * model itself if all its members were trained with noise, or none was.
     */
    public TableModel smoothed() {
        return saved.smoothed().map(TableModel::new).orElse(this);
    }

    /**
     * Judges rows at a rate of false alarms: normal rows are alarms with at most this probability. The rows are scored by the {@link #smoothed}
     * density.
     *
     * @param rate in (0, 1), such as 0.01
     * @throws IllegalArgumentException if the model has no calibration, or of too few rows for the rate; the message has the number needed
     */
    public Alarm alarm(double rate) {
        return Alarm.of(JudgedDensity.of(saved.smoothed().orElse(saved)), saved.calibration(), rate);
    }

    /**
     * The scores that new rows are compared with, those of the {@link #smoothed} density; empty if the model was trained without, or by an
     * earlier version.
     */
    public Optional<Calibration> calibration() {
        return saved.calibration();
    }

    /**
     * Draws n rows [n][d]; row i depends on the seed and i alone. {@link Schema#decode} turns numbers into the values of categories.
     *
     * @throws IllegalArgumentException if n is below one
     */
    public double[][] sample(int n, long seed) {
        return saved.sample(s -> s.draw(n, 1, seed));
    }

    /**
     * Draws n rows [n][d] given the values of some columns: {@value #PROPOSALS_PER_DRAW} times as many weighted draws, of which n are chosen by
     * their weights.
     *
     * @param given values by name, of any columns
     * @throws IllegalArgumentException if n is below one, there is no such column or value, or the model needs complete rows
     */
    public double[][] sample(int n, Map<String, ?> given, long seed) {
        if (given.isEmpty()) {
            return sample(n, seed);
        }
        int proposals = Math.max(LEAST_PROPOSALS, Math.multiplyExact(n, PROPOSALS_PER_DRAW));
        return saved.impute(saved.partial(given), proposals, seed).draws(n, seed);
    }

    /** The columns of the table; rows have a number for each that is {@link Schema#modelled}. */
    public Schema schema() {
        return saved.schema();
    }

    /** The names of the modelled columns, in the order that rows have. */
    public List<String> columns() {
        return saved.columns();
    }

    /**
     * A row by names, in the order of {@link #columns}.
     *
     * @throws IllegalArgumentException naming the columns that are missing or unknown
     */
    public double[] row(Map<String, ?> byName) {
        return saved.schema().encode(byName);
    }

    /** Whether a row may have missing cells, which are integrated out. */
    public boolean takesMissingCells() {
        return saved.density().model().forMissing().isPresent();
    }

    /** How the model was trained; empty if its file does not say. */
    public Optional<Fitted> fitted() {
        return saved.fitted();
    }

    /** The same model without the times of its training, so that equal trainings give equal files. */
    public TableModel withoutTimes() {
        return new TableModel(saved.withoutTimes());
    }

    /** What the rows of the table looked like; empty if the model's file is of an earlier version. */
    public Optional<Baseline> baseline() {
        return saved.baseline();
    }

    /**
     * The same density with another baseline.
     *
     * @param table rows that the model was not trained on, of which at most 10,000 are taken, at random
     * @throws IllegalArgumentException if its columns are not those of the model, in its order
     */
    public TableModel withBaseline(Table table) {
        return new TableModel(saved.withBaseline(table));
    }

    /**
     * A monitor of a stream of rows, which takes each row with its {@link #logProb}.
     *
     * @param rate false alarms in a million rows
     * @throws IllegalArgumentException if the rate is not in (0, 1,000,000)
     * @throws IllegalArgumentException if the model has no baseline
     */
    public DriftMonitor driftMonitor(double rate) {
        return DriftMonitor.of(saved.requireBaseline(), rate);
    }

    /**
     * Compares the rows of a table, and their scores, with the baseline.
     *
     * @throws IllegalArgumentException if its columns are not those of the model, in its order
     * @throws IllegalArgumentException if the model has no baseline
     */
    public Comparison compare(Table window) {
        return saved.compare(window);
    }

    /** Scores made-up rows for about a second, until the JVM has compiled the kernels: the first requests are then as fast as later ones. */
    public void warmUp() {
        saved.density().warmUp();
    }

    /**
     * Writes a safetensors file, whole or not at all.
     *
     * @throws IOException if it cannot be written
     */
    public void save(Path file) throws IOException {
        saved.toFile().save(file);
    }

    /**
     * Writes the bytes of the file to a stream, which stays open.
     *
     * @throws IOException if they cannot be written
     */
    public void write(OutputStream out) throws IOException {
        saved.toFile().write(out);
    }

    /**
     * Loads a model of this or an earlier version, trained here or by {@code vflow train}.
     *
     * @throws io.github.vflow.nn.io.FileFormatException if the file is damaged, from a later version, or not of a table's density
     * @throws IOException if it cannot be read
     */
    public static TableModel load(Path file) throws IOException {
        return load(file, CustomParts.none());
    }

    /** As {@link #load(Path)}, with the steps and the base of one's own that the model was trained with. */
    public static TableModel load(Path file, CustomParts own) throws IOException {
        return new TableModel(SavedDensity.of(ModelFile.load(file, own), file.toString(), false));
    }

    /**
     * The model of a file that was read before.
     *
     * @param origin of the file, for messages
     * @throws io.github.vflow.nn.io.FileFormatException if it is not of a table's density
     */
    public static TableModel of(ModelFile file, String origin) throws IOException {
        return new TableModel(SavedDensity.of(file, origin, false));
    }

    /**
     * Reads a model from a stream, which stays open; otherwise as {@link #load(Path)}.
     *
     * @throws IOException if it cannot be read
     */
    public static TableModel read(InputStream in) throws IOException {
        return read(in, CustomParts.none());
    }

    /** As {@link #read(InputStream)}, with the steps and the base of one's own that the model was trained with. */
    public static TableModel read(InputStream in, CustomParts own) throws IOException {
        return new TableModel(SavedDensity.of(ModelFile.read(in, own), "the stream", false));
    }

    /** The layers beneath, for those who trace programs: a copy, so that changes are not seen here. */
    public Model model() {
        return saved.copyOfModel();
    }

    @Override
    public String toString() {
        return "TableModel of " + columns() + ": " + saved.density().model();
    }
}
