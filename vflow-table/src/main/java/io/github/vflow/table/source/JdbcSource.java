package io.github.vflow.table.source;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The result of a query, which is run again for each pass.
 */
final class JdbcSource implements TableSource {
    private final String name;
    private final Callable<ResultSet> query;

    JdbcSource(String name, Callable<ResultSet> query) {
        this.name = Objects.requireNonNull(name, "TableSource.ofQuery: name");
        this.query = Objects.requireNonNull(query, "TableSource.ofQuery: query");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public TableSource.Cursor open() throws IOException {
        try {
            return new QueryCursor(query.call());
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw failed(e);
        }
    }

    private IOException failed(Exception e) {
        return new IOException("cannot read " + name + ": " + e.getMessage(), e);
    }

    private final class QueryCursor implements TableSource.Cursor {
        private final ResultSet result;
        private final List<String> columns = new ArrayList<>();
        private final @Nullable Object[] cells;
        private long row;

        QueryCursor(ResultSet result) throws SQLException {
            this.result = result;
            ResultSetMetaData about = result.getMetaData();
            for (int j = 1; j <= about.getColumnCount(); j++) {
                columns.add(about.getColumnLabel(j));
            }
            this.cells = new @Nullable Object[columns.size()];
        }

        @Override
        public List<String> columns() {
            return columns;
        }

        @Override
        public boolean next() throws IOException {
            try {
                if (!result.next()) {
                    return false;
                }
                for (int j = 0; j < cells.length; j++) {
                    cells[j] = result.getObject(j + 1);
                }
            } catch (SQLException e) {
                throw failed(e);
            }
            row++;
            return true;
        }

        @Override
        public long line() {
            return row;
        }

        @Override
        public @Nullable Object cell(int column) {
            return cells[column];
        }

        @Override
        public void close() throws IOException {
            try {
                result.close();
            } catch (SQLException e) {
                throw failed(e);
            }
        }
    }
}
