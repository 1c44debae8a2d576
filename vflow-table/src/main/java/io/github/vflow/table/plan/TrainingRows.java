package io.github.vflow.table.plan;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.column.ColumnException;
import io.github.vflow.flow.data.standardization.Standardization;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.defaults.SplitDefaults;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rows of a table by their part in a training. Rows of nothing but missing cells have none.
 *
 * @param source the table as it was given
 * @param table its columns as they train: the features y, then the given columns x
 * @param features the number of features
 * @param train the numbers of the rows that train
 * @param heldOut the numbers of the rows that choose parameters and shares
 * @param calibration the numbers of the rows that neither train nor choose, ascending
 */
public record TrainingRows(Table source, Table table, int features, int[] train, int[] heldOut, int[] calibration) {
    /**
     * Splits a table.
     *
     * @throws IllegalArgumentException if there are too few rows, or the given columns are not some of the table with numbers in all rows
     */
    public static TrainingRows of(Table table, Recipe recipe) {
        List<String> given = recipe.target().given();
        Table ordered = given.isEmpty() ? table : ordered(table, given);
        int features = ordered.columns().size() - given.size();
        int[] usable = usable(ordered.rows());
        CalibrationSplit split =
                CalibrationSplit.of(select(ordered.rows(), usable), calibration(recipe, usable.length), recipe.seed());
        int[] calibration = of(usable, split.calibration());
        int[] rest = of(usable, split.rest());
        double part = recipe.split().heldOut();
        int n = rest.length;
        if (n < 2 || (n == 2 && part > 0)) {
            throw new IllegalArgumentException("fit: a table of " + n + (n == 1 ? " row" : " rows")
                    + " with a known cell is too small: to train takes at least two rows, and one to validate; give some"
                    + " hundred rows");
        }
        if (part == 0) {
            return new TrainingRows(table, ordered, features, rest, new int[0], calibration);
        }
        int judges = SplitSizes.heldOut(part, n);
        int[] order = of(rest, select(ordered.rows(), rest).splitOrder(1 - (double) judges / n, recipe.seed()));
        return new TrainingRows(
                table,
                ordered,
                features,
                Arrays.copyOf(order, n - judges),
                Arrays.copyOfRange(order, n - judges, n),
                calibration);
    }

    /** The features in the order of the table, then the given columns as numbers. */
    private static Table ordered(Table source, List<String> given) {
        boolean areKnown = source.schema().names().containsAll(given);
        Table table = areKnown ? source.withModelled(given) : source;
        List<String> all = table.columns();
        if (!all.containsAll(given) || given.size() >= all.size()) {
            throw new IllegalArgumentException(
                    "fit: the given columns must be some, but not all, of " + all + " but are " + given);
        }
        Table ordered = table.select(Stream.concat(
                        all.stream().filter(name -> !given.contains(name)),
                        all.stream().filter(given::contains))
                .toList());
        for (String name : given) {
            if (table.schema().column(name).isCategory()) {
                throw new IllegalArgumentException("fit: the given column \"" + name
                        + "\" must have numbers but has categories; give a column of 0 and 1 for each category");
            }
            ordered = ordered.with(Column.real(name));
        }
        if (ordered.rows().hasMissing()) {
            throw new IllegalArgumentException("fit: cells are missing in the columns " + ordered.columnsWithGaps()
                    + " but a model of p(y | x) needs complete rows; fill the cells, drop the columns or the rows, or learn"
                    + " p(row) without given columns");
        }
        return ordered;
    }

    private static int calibration(Recipe recipe, int rows) {
        double part = recipe.split().calibration().orElse(0);
        if (!recipe.target().given().isEmpty()) {
            if (part > 0) {
                throw new IllegalArgumentException(
                        "fit: a model of p(y | x) has no alarm, so it takes no calibration rows,"
                                + " but the part for calibration is " + part + "; leave it out");
            }
            return 0;
        }
        return recipe.split().calibration().isPresent()
                ? SplitSizes.calibration(part, rows)
                : SplitSizes.calibration(rows);
    }

    /** The rows with a known cell, ascending. */
    public static int[] usable(Rows rows) {
        return IntStream.range(0, rows.size())
                .filter(i ->
                        !rows.hasMissing(i) || !Arrays.stream(rows.copyRow(i)).allMatch(Double::isNaN))
                .toArray();
    }

    private static int[] of(int[] all, int[] places) {
        return Arrays.stream(places).map(i -> all[i]).toArray();
    }

    private static Rows select(Rows rows, int[] some) {
        return some.length == rows.size() ? rows : rows.select(some);
    }

    /** The number of rows with a known cell. */
    public int size() {
        return train.length + heldOut.length + calibration.length;
    }

    /** Whether all rows calibrate by the models of folds, since none is kept for it and the recipe does not say otherwise. */
    public boolean areCrossFitted(Recipe recipe) {
        return recipe.split().calibration().isEmpty()
                && recipe.target().given().isEmpty()
                && SplitSizes.isCrossFitted(size());
    }

    /** The number of rows by their part. */
    public TablePlan.Parts parts() {
        return new TablePlan.Parts(train.length, heldOut.length, calibration.length);
    }

    /** Whether rows are held out. */
    public boolean validates() {
        return heldOut.length > 0;
    }

    /** Whether cells are missing in rows that train or choose, so that training must integrate them out. */
    public boolean hasMissing() {
        return table.rows().hasMissing()
                && IntStream.concat(Arrays.stream(train), Arrays.stream(heldOut))
                        .anyMatch(table.rows()::hasMissing);
    }

    /** The rows that train. */
    public Rows trainRows() {
        return table.rows().select(train);
    }

    /** The rows that choose; at least one. */
    public Rows heldOutRows() {
        return table.rows().select(heldOut);
    }

    /** The rows that train or choose, in the order of the table. */
    public Rows restRows() {
        return table.rows()
                .select(IntStream.concat(Arrays.stream(train), Arrays.stream(heldOut))
                        .sorted()
                        .toArray());
    }

    /** All rows with a known cell. */
    public Rows usableRows() {
        return select(table.rows(), usable(table.rows()));
    }

    /** Calibration rows if there are any, else held-out rows; empty without either. */
    public Optional<Rows> judges() {
        return calibration.length > 0
                ? Optional.of(calibrationRows())
                : validates() ? Optional.of(heldOutRows()) : Optional.empty();
    }

    /** The rows that calibrate. */
    public Rows calibrationRows() {
        return table.rows().select(calibration);
    }

    /** The rows in one line of text. */
    @Override
    public String toString() {
        int without = table.size() - size();
        return String.format(
                Locale.ROOT,
                "%s of %s, %,d of them for validation%s%s%s",
                count(size(), "row"),
                count(table.columns().size(), "column"),
                heldOut.length,
                calibration.length == 0
                        ? ""
                        : String.format(Locale.ROOT, " and %,d for calibration", calibration.length),
                without == 0 ? "" : "; " + count(without, "row") + " without a known cell left out",
                calibration.length == 0 && size() < SplitDefaults.FEWEST_TO_CROSS_FIT
                        ? "; fewer than " + SplitDefaults.FEWEST_TO_CROSS_FIT + " rows: no alarms"
                        : "");
    }

    private static String count(int number, String thing) {
        return String.format(Locale.ROOT, "%,d %s%s", number, thing, number == 1 ? "" : "s");
    }

    /** Describes a row of the table, given its number. */
    public String describe(int row) {
        List<Column> columns = table.schema().modelled().columns();
        return String.format(Locale.ROOT, "row %,d of the table (the first row is 1): ", row + 1)
                + IntStream.range(0, columns.size())
                        .mapToObj(j -> columns.get(j).name() + " = " + text(columns.get(j), row, j))
                        .collect(Collectors.joining(", "));
    }

    private String text(Column c, int row, int j) {
        Object value = c.decode(table.rows().get(row, j));
        return value == null
                ? "missing"
                : c.isCategory() ? value.toString() : table.rows().text(row, j);
    }

    /**
     * The architecture for these columns, with statistics of the training rows.
     *
     * @throws IllegalArgumentException if it has other columns, needs complete rows, or has a column that is constant or whose numbers float32
     *     cannot tell apart
     */
    RowSpec spec(RowSpec architecture, boolean isStandardized) {
        requireWidth(architecture);
        if (architecture.fill().isNone() && hasMissing()) {
            throw new IllegalArgumentException("fit: cells are missing in the columns " + table.columnsWithGaps()
                    + " but the architecture needs complete rows; give it RowSpec.withFill(FillSpec.standard())");
        }
        Schema schema = table.schema();
        Rows rows = trainRows();
        try {
            RowSpec typed = architecture.withKinds(schema.specs(rows, features));
            if (isStandardized) {
                return typed.standardized(rows);
            }
            Standardization.none().requireResolved(rows);
            return typed.counted(rows);
        } catch (ColumnException e) {
            throw new IllegalArgumentException(
                    "fit: column \"" + table.columns().get(e.column()) + "\" " + e.reason() + remedy(e.column(), rows),
                    e);
        }
    }

    private String remedy(int j, Rows rows) {
        boolean differs = distinct(table.rows().known(j)) > 1 && distinct(rows.known(j)) == 1;
        return differs ? "; it differs in rows that do not train only, so leave it out, or make it a category" : "";
    }

    private static long distinct(double[] values) {
        return Arrays.stream(values).distinct().count();
    }

    private void requireWidth(RowSpec spec) {
        int given = table.columns().size() - features;
        if (features != spec.features() || given != spec.given()) {
            throw new IllegalArgumentException("fit: the architecture has " + spec.features() + " features and "
                    + spec.given() + " given columns but the table has " + features + " and " + given + ", "
                    + table.columns() + "; build the RowSpec for the columns of the table");
        }
    }
}
