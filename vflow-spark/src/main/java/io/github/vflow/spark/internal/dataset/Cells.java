package io.github.vflow.spark.internal.dataset;

import io.github.vflow.spark.internal.params.SharedParams;
import io.github.vflow.table.TableModel;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.jspecify.annotations.Nullable;

/** The cells of a row that a density is of: some columns of a Dataset, or the numbers of a vector. */
public sealed interface Cells extends Serializable {
    /** The names of the cells. */
    List<String> names();

    /** Whether the names are those of columns, else they count the numbers of a vector. */
    boolean isNamed();

    /** A cell of a row: a number, a text, a truth value, or null if it is missing. */
    @Nullable
    Object cell(Row row, int index);

    /** The columns of the Dataset that hold the cells. */
    List<Column> columns();

    /** Expressions that order rows by their cells. */
    List<Column> order();

    /** The same cells in the Dataset of {@link #columns} alone. */
    Cells alone();

    /**
     * The columns of a Dataset that a model needs: all but the ignored ones.
     *
     * @throws IllegalArgumentException if there is no such column, or one cannot be a cell
     */
    static Cells needed(TableModel model, StructType schema) {
        return Named.of(schema, needed(model));
    }

    /** The names of the columns that a model needs. */
    static List<String> needed(TableModel model) {
        return model.schema().written().stream()
                .filter(io.github.vflow.table.schema.Column::isRead)
                .map(io.github.vflow.table.schema.Column::name)
                .toList();
    }

    /**
     * The cells of the rows of a Dataset.
     *
     * @param of the estimator or model that has the parameters
     * @param all the columns if the parameters name none
     * @param size of vectors
     * @throws IllegalArgumentException if there is no such column, or one cannot be a cell
     */
    static Cells of(Params of, SharedParams shared, StructType schema, List<String> all, IntSupplier size) {
        if (of.isSet(shared.inputCols())) {
            return Named.of(schema, List.of(of.getOrDefault(shared.inputCols())));
        }
        String features = of.getOrDefault(shared.featuresCol());
        if (OfVector.isVector(schema, features)) {
            return OfVector.of(schema, features, size.getAsInt());
        }
        if (!features.equals(SharedParams.FEATURES)) {
            throw new IllegalArgumentException("VFlow: featuresCol \"" + features
                    + "\" must be a column of vectors, such as VectorAssembler makes, but the Dataset has "
                    + schema.simpleString());
        }
        return Named.of(schema, all);
    }

    /**
     * Columns of a Dataset.
     *
     * @param places of the columns in a row
     */
    record Named(List<String> names, int[] places) implements Cells {
        @Override
        public boolean isNamed() {
            return true;
        }

        @Override
        public @Nullable Object cell(Row row, int index) {
            return plain(row.get(places[index]));
        }

        /** Dates and times are texts, as in a CSV file. */
        private static @Nullable Object plain(@Nullable Object value) {
            return value == null || value instanceof Number || value instanceof Boolean ? value : value.toString();
        }

        @Override
        public List<Column> columns() {
            // backticks: a name may have a dot
            return names.stream()
                    .map(name -> new Column("`" + name.replace("`", "``") + "`"))
                    .toList();
        }

        @Override
        public List<Column> order() {
            return columns();
        }

        @Override
        public Cells alone() {
            return new Named(names, IntStream.range(0, places.length).toArray());
        }

        static Named of(StructType schema, List<String> names) {
            for (String name : names) {
                int at = List.of(schema.fieldNames()).indexOf(name);
                if (at < 0) {
                    throw new IllegalArgumentException("VFlow: the Dataset has no column \"" + name + "\"; it has "
                            + Arrays.toString(schema.fieldNames()));
                }
                DataType type = schema.fields()[at].dataType();
                if (!isCell(type)) {
                    throw new IllegalArgumentException("VFlow: column \"" + name
                            + "\" must hold numbers, texts, truth values or dates but is " + type.simpleString()
                            + "; leave it out of inputCols, or assemble numbers into the vector of featuresCol");
                }
            }
            return new Named(
                    List.copyOf(names),
                    names.stream().mapToInt(schema::fieldIndex).toArray());
        }

        private static boolean isCell(DataType type) {
            return type instanceof NumericType
                    || type instanceof StringType
                    || type instanceof BooleanType
                    || type instanceof DateType
                    || type instanceof TimestampType
                    || type instanceof TimestampNTZType;
        }
    }

    /**
     * The numbers of a vector; a row without a vector has only missing cells.
     *
     * @param column of the vector
     * @param place of the column in a row
     * @param names one for each number
     */
    record OfVector(String column, int place, List<String> names) implements Cells {
        @Override
        public boolean isNamed() {
            return false;
        }

        @Override
        public @Nullable Object cell(Row row, int index) {
            Vector vector = row.getAs(place);
            if (vector != null && vector.size() != names.size()) {
                throw new IllegalArgumentException("VFlow: the vectors of \"" + column + "\" must have " + names.size()
                        + " numbers but one has " + vector.size() + "; give vectors of one size");
            }
            return vector == null ? null : vector.apply(index);
        }

        @Override
        public List<Column> columns() {
            return List.of(new Column("`" + column + "`"));
        }

        @Override
        public List<Column> order() {
            return List.of(functions.vector_to_array(columns().getFirst(), "float64"));
        }

        @Override
        public Cells alone() {
            return new OfVector(column, 0, names);
        }

        static OfVector of(StructType schema, String column, int size) {
            List<String> names =
                    IntStream.rangeClosed(1, size).mapToObj(j -> "x" + j).toList();
            return new OfVector(column, schema.fieldIndex(column), names);
        }

        static boolean isVector(StructType schema, String column) {
            int at = List.of(schema.fieldNames()).indexOf(column);
            return at >= 0 && schema.fields()[at].dataType().equals(SQLDataTypes.VectorType());
        }
    }
}
