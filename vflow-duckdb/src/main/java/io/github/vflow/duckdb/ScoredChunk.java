package io.github.vflow.duckdb;

import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.ObjectSource;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBScalarFunction;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/**
 * Scores a chunk of rows in one call. Thread-safe, since DuckDB gives chunks to several threads.
 *
 * @param columns of a chunk
 * @param answer about a row; NULL if it has none
 */
record ScoredChunk(
        RecordScorer scorer,
        List<String> columns,
        ReadOptions options,
        Function<RecordScorer.Judged, OptionalDouble> answer)
        implements DuckDBScalarFunction {
    @Override
    public void apply(DuckDBDataChunkReader chunk, DuckDBWritableVector out) throws IOException {
        ObjectSource<Long> rows =
                ObjectSource.of(() -> LongStream.range(0, chunk.rowCount()).iterator());
        for (int j = 0; j < columns.size(); j++) {
            DuckDBReadableVector cells = chunk.vector(j);
            rows = rows.column(columns.get(j), row -> cell(cells, row));
        }
        long at = 0;
        try (RecordReader records = scorer.open(rows, options)) {
            for (List<RecordReader.Entry> block = records.next(); !block.isEmpty(); block = records.next()) {
                for (RecordScorer.Judged row : scorer.score(block)) {
                    OptionalDouble number = answer.apply(row);
                    if (number.isPresent()) {
                        out.setDouble(at++, number.getAsDouble());
                    } else {
                        out.setNull(at++);
                    }
                }
            }
        }
    }

    private static @Nullable Object cell(DuckDBReadableVector cells, long row) {
        if (cells.isNull(row)) {
            return null;
        }
        return cells.getType() == DuckDBColumnType.DOUBLE ? (Object) cells.getDouble(row) : cells.getString(row);
    }
}
