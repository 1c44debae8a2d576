package io.github.vflow.duckdb;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Relations;
import io.github.vflow.table.schema.Schema;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBValue;
import org.duckdb.DuckDBWritableVector;

/** A table of rows that a model draws. */
record SampledRows(TableModel model) implements DuckDBTableFunction<SampledRows.Wish, SampledRows.Drawn, Object> {
    /** The arguments of a call. */
    record Wish(int rows, long seed) {}

    /** The rows of a call [n, modelled columns], and the number of rows that DuckDB has taken. */
    static final class Drawn {
        private final double[][] rows;
        private int taken;

        private Drawn(double[][] rows) {
            this.rows = rows;
        }
    }

    @Override
    public Wish bind(DuckDBTableFunctionBindInfo call) {
        for (Column column : VFlowFunctions.read(model.schema())) {
            call.addResultColumn(column.name(), VFlowFunctions.type(model.schema(), column));
        }
        try (DuckDBValue n = call.getParameter(0);
                DuckDBValue seed = call.getParameter(1)) {
            long rows = n.getLong(-1);
            if (rows < 0 || rows > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("sample: the number of rows must be from 0 to " + Integer.MAX_VALUE
                        + " but is " + (n.isNull() ? "NULL" : rows) + "; give it before the seed");
            }
            return new Wish((int) rows, seed.getLong(0));
        }
    }

    @Override
    public Drawn init(DuckDBTableFunctionInitInfo call) {
        call.setMaxThreads(1);
        Wish wish = call.getBindData();
        return new Drawn(wish.rows == 0 ? new double[0][] : model.sample(wish.rows, wish.seed));
    }

    @Override
    public long apply(DuckDBTableFunctionCallInfo call, DuckDBDataChunkWriter chunk) {
        Drawn drawn = call.getInitData();
        int n = (int) Math.min(chunk.capacity(), drawn.rows.length - drawn.taken);
        for (int i = 0; i < n; i++) {
            put(drawn.rows[drawn.taken++], chunk, i);
        }
        return n;
    }

    private void put(double[] row, DuckDBDataChunkWriter chunk, int at) {
        Schema schema = model.schema();
        double[] record = Relations.of(schema).record(model.drawn(row));
        int j = 0;
        for (Column column : VFlowFunctions.read(schema)) {
            DuckDBWritableVector cells = chunk.vector(j++);
            double number = record[schema.index(column.name())];
            if (VFlowFunctions.type(schema, column) == DuckDBColumnType.VARCHAR) {
                cells.setString(at, schema.text(column, number));
            } else if (Double.isNaN(number)) {
                cells.setNull(at);
            } else {
                cells.setDouble(at, number);
            }
        }
    }
}
