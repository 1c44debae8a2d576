package io.github.vflow.duckdb;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Notation;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.verdict.Verdict;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBScalarFunctionBuilder;
import org.duckdb.DuckDBTableFunctionBuilder;

/**
 * SQL functions of a model in DuckDB.
 *
 * <pre>  VFlowFunctions.of(model).register(connection);
 *  SELECT *, vflow_log_prob_of(t) FROM trees t WHERE vflow_p_value_of(t) &lt; 0.001;
 *  SELECT * FROM vflow_sample(1000, 7);</pre>
 *
 * <ul>
 *   <li>{@code vflow_log_prob(…)} is ln p of a row in nats. The arguments are the {@link #columns} in their order: DOUBLE for numbers, VARCHAR for
 *       others.
 *   <li>{@code vflow_p_value(…)} is the p-value of the row, if the model has calibration scores.
 *   <li>{@code vflow_log_prob_of(t)} and {@code vflow_p_value_of(t)} take the row itself, or a struct, and find the columns by name. They belong to
 *       the connection alone.
 *   <li>{@code vflow_sample(n, seed)} is a table of {@code n} rows as {@link TableModel#sample(int, long)} draws them.
 * </ul>
 *
 * NULL is a missing cell. A row that the model cannot score has NULL, such as a row with an infinite number. The bits are those of
 * {@link RecordScorer}, however DuckDB cuts the rows into chunks. Immutable and thread-safe.
 */
public final class VFlowFunctions {
    private final TableModel model;
    private final String prefix;
    private final ReadOptions options;

    private VFlowFunctions(TableModel model, String prefix, ReadOptions options) {
        this.model = model;
        this.prefix = prefix;
        this.options = options;
    }

    /** The functions of a model, with names that begin with {@code vflow}. */
    public static VFlowFunctions of(TableModel model) {
        Objects.requireNonNull(model, "VFlowFunctions.of: model");
        return new VFlowFunctions(model, "vflow", ReadOptions.standard().strictly());
    }

    /**
     * The same functions under other names, so that a connection has those of several models.
     *
     * @param word such as {@code trees} for {@code trees_log_prob}
     */
    public VFlowFunctions withPrefix(String word) {
        return new VFlowFunctions(model, word, options);
    }

    /** The same functions with other texts of missing cells, as in training. */
    public VFlowFunctions withOptions(ReadOptions read) {
        return new VFlowFunctions(model, prefix, read);
    }

    /** The names of the arguments, in their order. */
    public List<String> columns() {
        return read(model.schema()).stream().map(Column::name).toList();
    }

    /**
     * Registers the functions for the database. Functions that take the row itself are of this connection alone.
     *
     * @param connection of DuckDB
     * @throws SQLException if a function of the name is there already
     */
    public void register(Connection connection) throws SQLException {
        RecordScorer plain = RecordScorer.of(model);
        scalar(connection, "log_prob", plain, RecordScorer.Judged::logProb);
        if (model.calibration().isPresent()) {
            // a p-value does not depend on the rate
            RecordScorer judge = plain.withAlarm(model.alarm(1 / 2.0)).withoutBlame();
            scalar(connection, "p_value", judge, VFlowFunctions::pValue);
        }
        try (DuckDBTableFunctionBuilder function = DuckDBFunctions.tableFunction()) {
            function.withName(prefix + "_sample")
                    .withParameters(DuckDBColumnType.BIGINT, DuckDBColumnType.BIGINT)
                    .withFunction(new SampledRows(model))
                    .register(connection);
        }
    }

    private static OptionalDouble pValue(RecordScorer.Judged row) {
        return row.verdict().stream().mapToDouble(Verdict::pValue).findFirst();
    }

    private void scalar(
            Connection connection, String of, RecordScorer scorer, Function<RecordScorer.Judged, OptionalDouble> answer)
            throws SQLException {
        String name = prefix + "_" + of;
        Schema schema = model.schema();
        List<Column> columns = read(schema);
        try (DuckDBScalarFunctionBuilder function = DuckDBFunctions.scalarFunction();
                Statement sql = connection.createStatement()) {
            function.withName(name)
                    .withParameters(columns.stream().map(c -> type(schema, c)).toArray(DuckDBColumnType[]::new))
                    .withReturnType(DuckDBColumnType.DOUBLE)
                    .withVectorizedFunction(new ScoredChunk(scorer, columns(), options, answer))
                    .register(connection);
            sql.execute("CREATE OR REPLACE TEMP MACRO " + quoted(name + "_of") + "(t) AS " + quoted(name)
                    + columns.stream()
                            .map(c -> "t." + quoted(c.name()) + "::" + type(schema, c))
                            .collect(Collectors.joining(", ", "(", ")")));
        }
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** The columns that rows have, without the ignored ones. */
    static List<Column> read(Schema schema) {
        return schema.written().stream().filter(Column::isRead).toList();
    }

    /** Numbers as they are, and texts for labels, dates and constants. */
    static DuckDBColumnType type(Schema schema, Column column) {
        Column values = column.values();
        boolean isNumber = values.hasNumbers() && schema.notation(column.name()) instanceof Notation.Numbers;
        return isNumber ? DuckDBColumnType.DOUBLE : DuckDBColumnType.VARCHAR;
    }
}
