package io.github.vflow.cli.data;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.train.plan.SplitSizes;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.Column;
import io.github.vflow.table.ReadOptions;
import io.github.vflow.table.Schema;
import io.github.vflow.table.Table;
import io.github.vflow.table.TableReading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rows of a CSV file to train on.
 *
 * @param schema its columns: the features, then those that are given, then those that are left out
 * @param rows their numbers, NaN for a missing cell
 * @param given the number of columns that condition the model
 * @param format of the file
 * @param calibration how many rows are kept for calibration
 */
public record TrainingTable(Schema schema, Rows rows, int given, CellFormat format, int calibration) {
    private static final String SCHEMA = "schema";
    private static final String GIVEN = "given";
    private static final String CALIBRATION = "calibration";

    /**
     * The table of a file that was read and has no problem.
     *
     * @param given the names of the columns that condition the model, which are taken as numbers
     * @param calibration the part of the rows that is kept for calibration; empty for the usual one
     * @throws IllegalArgumentException if such a column is not there or has categories, or no feature is left
     */
    public static TrainingTable of(
            Path file, TableReading reading, CellFormat format, List<String> given, OptionalDouble calibration)
            throws IOException {
        Table table = reading.table();
        if (given.isEmpty()) {
            TrainingTable all = new TrainingTable(table.schema(), table.rows(), 0, format, 0);
            int usable = all.usable().length;
            int kept = calibration.isPresent()
                    ? SplitSizes.calibration(calibration.getAsDouble(), usable)
                    : SplitSizes.calibration(usable);
            return new TrainingTable(table.schema(), table.rows(), 0, format, kept);
        }
        Schema ordered = ordered(file, table.schema(), given);
        Table again = Table.read(format.source(file), ordered, format.options()).orThrow();
        return new TrainingTable(ordered, again.rows(), given.size(), format, 0);
    }

    private static Schema ordered(Path file, Schema schema, List<String> given) {
        List<String> modelled = schema.modelled().names();
        if (!modelled.containsAll(given)
                || given.stream().distinct().count() < given.size()
                || given.size() >= modelled.size()) {
            throw new IllegalArgumentException(file + ": --given must name some, but not all, of the columns "
                    + modelled + " once but is " + given);
        }
        Stream<Column> features = schema.columns().stream().filter(c -> c.isModelled() && !given.contains(c.name()));
        Stream<Column> conditions = given.stream().map(name -> number(file, schema.column(name)));
        Stream<Column> others = schema.columns().stream().filter(c -> !c.isModelled());
        return new Schema(
                Stream.concat(Stream.concat(features, conditions), others).toList());
    }

    private static Column number(Path file, Column c) {
        if (c instanceof Column.Category) {
            throw new IllegalArgumentException(
                    file + ": --given " + c.name()
                            + ": a given column must have numbers but has categories; give a column of 0 and 1 for each category");
        }
        return new Column.Real(c.name());
    }

    /**
     * Reads the table of a checkpoint again.
     *
     * @param columns of the checkpoint, for one of an earlier version, which knows no schema
     */
    static TrainingTable restored(Path file, CheckpointNotes notes, List<String> columns) throws IOException {
        CellFormat format = CellFormat.of(notes);
        Schema schema;
        try {
            schema = notes.text(SCHEMA).map(Schema::ofJson).orElseGet(() -> Schema.ofReals(columns));
        } catch (IllegalArgumentException e) {
            throw new FileFormatException(notes.file() + ": its schema is damaged: " + e.getMessage(), e);
        }
        int given = notes.whole(GIVEN, schema.modelled().columns().size() - 1);
        ReadOptions options = format.options();
        Table table = Table.read(format.source(file), schema, options).orThrow();
        int calibration = notes.whole(CALIBRATION, Math.max(0, table.size() - 2));
        return new TrainingTable(schema, table.rows(), given, format, calibration);
    }

    /** The notes of a checkpoint with which it can be read again. */
    public Map<String, String> checkpointNotes() {
        Map<String, String> notes = new LinkedHashMap<>(format.checkpointNotes());
        notes.put(SCHEMA, schema.toJson());
        notes.put(GIVEN, Integer.toString(given));
        notes.put(CALIBRATION, Integer.toString(calibration));
        return notes;
    }

    /** The notes of a model. */
    public Map<String, String> modelNotes() {
        Map<String, String> notes = new LinkedHashMap<>(format.modelNotes());
        notes.put(SCHEMA, schema.toJson());
        return notes;
    }

    /** The names of the features, then of the columns that are given. */
    public List<String> columns() {
        return schema.modelled().names();
    }

    /** The rows in which something is known. */
    int[] usable() {
        return IntStream.range(0, rows.size())
                .filter(i -> !isEmpty(rows.copyRow(i)))
                .toArray();
    }

    private static boolean isEmpty(double[] row) {
        for (double x : row) {
            if (!Double.isNaN(x)) {
                return false;
            }
        }
        return true;
    }
}
