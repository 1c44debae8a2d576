package io.github.vflow.table.source;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The result of a query, which is run again for each pass, such as {@code JdbcSource.of("sales", statement::executeQuery)}. It must give the
 * same records each time. An application on the module path that uses this class requires {@code java.sql}.
 */
public final class JdbcSource implements TableSource {
    private final String name;
    private final Query query;

    /** Runs a query. */
    @FunctionalInterface
    public interface Query {
        /**
         * Begins a new pass over the result; the reader closes it.
         *
         * @throws SQLException if that fails
         */
        ResultSet run() throws SQLException;
    }

    private JdbcSource(String name, Query query) {
        this.name = Objects.requireNonNull(name, "JdbcSource.of: name");
        this.query = Objects.requireNonNull(query, "JdbcSource.of: query");
    }

    /**
     * The result of a query.
     *
     * @param name of the source in messages
     */
    public static JdbcSource of(String name, Query query) {
        return new JdbcSource(name, query);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public TableCursor open() throws IOException {
        try {
            return new Cursor(query.run());
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private IOException failed(SQLException e) {
        return new IOException("cannot read " + name + ": " + e.getMessage(), e);
    }

    private final class Cursor implements TableCursor {
        private final ResultSet result;
        private final List<String> columns = new ArrayList<>();
        private final @Nullable Object[] cells;
        private long row;

        Cursor(ResultSet result) throws SQLException {
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
        public String unit() {
            return "row";
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
