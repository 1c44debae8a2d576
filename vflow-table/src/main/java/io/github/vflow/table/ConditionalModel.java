package io.github.vflow.table;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.CustomParts;
import io.github.vflow.flow.train.Fitted;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A learned density p(y | x) of some columns of a table given the others: every layer of the flow sees x. It has the guarantees of
 * {@link TableModel}.
 */
public final class ConditionalModel {
    private final SavedDensity saved;

    private ConditionalModel(SavedDensity saved) {
        this.saved = saved;
    }

    /**
     * Learns p(y | x).
     *
     * @param given the columns x; the others are y
     * @throws IllegalArgumentException as {@link #fit(Table, Set, Recipe, Watch)}
     */
    public static ConditionalModel fit(Table table, Set<String> given, Recipe recipe) {
        return fit(table, given, recipe, Watch.none());
    }

    /**
     * Learns p(y | x) as {@link TableModel#fit(Table, Recipe, Watch)} learns p(row).
     *
     * @param given the columns x; the others are y, and both keep the order of the table
     * @throws IllegalArgumentException if x or y has no column, a name is unknown, or as {@link TableModel#fit(Table, Recipe, Watch)}
     */
    public static ConditionalModel fit(Table table, Set<String> given, Recipe recipe, Watch watch) {
        Objects.requireNonNull(table, "ConditionalModel.fit: table");
        Objects.requireNonNull(given, "ConditionalModel.fit: given");
        List<String> x = table.columns().stream().filter(given::contains).toList();
        List<String> y =
                table.columns().stream().filter(name -> !given.contains(name)).toList();
        if (x.size() < given.size() || x.isEmpty() || y.isEmpty()) {
            throw new IllegalArgumentException("ConditionalModel.fit: given must be some, but not all, of the columns "
                    + table.columns() + " but is " + given);
        }
        Table ordered = table.select(Stream.concat(y.stream(), x.stream()).toList());
        return new ConditionalModel(SavedDensity.fit(ordered, y.size(), recipe, watch, recipe.backend(ordered.size())));
    }

    /**
     * ln p(y | x) in nats, in the units of y: a number, or −∞ where float32 has none; never NaN.
     *
     * @param y in the order of {@link #columns}
     * @param x in the order of {@link #given}
     * @throws IllegalArgumentException if a number is not finite, or the lengths are not those of columns and given
     */
    public double logProb(double[] y, double[] x) {
        return saved.logProb(row(y, x));
    }

    /**
     * ln p(y | x) of a row by names.
     *
     * @throws IllegalArgumentException naming the columns that are missing or unknown
     */
    public double logProb(Map<String, ?> row) {
        return saved.logProb(saved.schema().encode(row));
    }

    /**
     * ln p(y | x) of each pair, with the bits of {@link #logProb(double[], double[])}.
     *
     * @param y [n][columns]
     * @param x [n][given]
     * @throws IllegalArgumentException as {@link #logProb(double[], double[])}, or if the numbers of rows differ
     */
    public double[] logProb(double[][] y, double[][] x) {
        if (y.length != x.length) {
            throw new IllegalArgumentException("ConditionalModel.logProb: y and x must have as many rows but have "
                    + y.length + " and " + x.length);
        }
        double[][] rows = new double[y.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = row(y[i], x[i]);
        }
        return saved.logProb(rows);
    }

    /** ln p(y | x) with its standard error and effective sample size; the error of an exact model is zero. */
    public ImportanceEstimate estimate(double[] y, double[] x) {
        return saved.estimate(row(y, x));
    }

    /**
     * The mean of ln p(y | x) over rows, with its standard error over rows.
     *
     * @param rows a table with the columns of y and of x, in any order
     * @throws IllegalArgumentException if a column is missing
     */
    public Mean evaluate(Table rows) {
        Objects.requireNonNull(rows, "ConditionalModel.evaluate: rows");
        return saved.evaluate(rows.select(saved.columns()));
    }

    /**
     * Draws n values of y at one x: [n][columns]; row i depends on the seed and i alone.
     *
     * @throws IllegalArgumentException if n is below one, or x is not as {@link #given} says
     */
    public double[][] sample(double[] x, int n, long seed) {
        Objects.requireNonNull(x, "ConditionalModel.sample: x");
        return saved.sample(s -> s.given(x).draw(n, 1, seed));
    }

    private double[] row(double[] y, double[] x) {
        Objects.requireNonNull(y, "ConditionalModel: y");
        Objects.requireNonNull(x, "ConditionalModel: x");
        int features = saved.density().model().features();
        int given = saved.density().model().given();
        if (y.length != features || x.length != given) {
            throw new IllegalArgumentException("ConditionalModel: expected y of " + columns() + " and x of " + given()
                    + " but got " + y.length + " and " + x.length + " numbers");
        }
        double[] row = new double[features + given];
        System.arraycopy(y, 0, row, 0, features);
        System.arraycopy(x, 0, row, features, given);
        return row;
    }

    /** The columns of y, then those of x. */
    public Schema schema() {
        return saved.schema();
    }

    /** The names of the columns y. */
    public List<String> columns() {
        return saved.columns().subList(0, saved.density().model().features());
    }

    /** The names of the columns x. */
    public List<String> given() {
        return saved.columns()
                .subList(saved.density().model().features(), saved.columns().size());
    }

    /** How the model was trained; empty if its file does not say. */
    public Optional<Fitted> fitted() {
        return saved.fitted();
    }

    /** Scores made-up rows for about a second, until the JVM has compiled the kernels. */
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
     * Loads a model of this or an earlier version.
     *
     * @throws io.github.vflow.nn.io.FileFormatException if the file is damaged, from a later version, or not of a p(y | x)
     * @throws IOException if it cannot be read
     */
    public static ConditionalModel load(Path file) throws IOException {
        return load(file, CustomParts.none());
    }

    /** As {@link #load(Path)}, with the steps and the base of one's own that the model was trained with. */
    public static ConditionalModel load(Path file, CustomParts own) throws IOException {
        return new ConditionalModel(SavedDensity.of(ModelFile.load(file, own), file.toString(), true));
    }

    /**
     * Reads a model from a stream, which stays open; otherwise as {@link #load(Path)}.
     *
     * @throws IOException if it cannot be read
     */
    public static ConditionalModel read(InputStream in) throws IOException {
        return read(in, CustomParts.none());
    }

    /** As {@link #read(InputStream)}, with the steps and the base of one's own that the model was trained with. */
    public static ConditionalModel read(InputStream in, CustomParts own) throws IOException {
        return new ConditionalModel(SavedDensity.of(ModelFile.read(in, own), "the stream", true));
    }

    /** The layers beneath, for those who trace programs: a copy, so that changes are not seen here. */
    public Model model() {
        return saved.copyOfModel();
    }

    @Override
    public String toString() {
        return "ConditionalModel of " + columns() + " given " + given() + ": "
                + saved.density().model();
    }
}
