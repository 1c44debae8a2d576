package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.Finding;
import io.github.vflow.table.source.TableSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries of a database (H2), and Parquet files. */
final class OtherSourcesTest {
    private static final List<Column> COLUMNS = List.of(
            Column.category("shop", List.of("bonn", "oslo", "rome")),
            Column.whole("pieces"),
            Column.real("price"),
            Column.category("flag", List.of("false", "true")),
            Column.real("day"),
            Column.real("id"));

    @TempDir
    Path dir;

    /** 150 sales: shop, pieces, price of which the eighth is missing, flag, day, id. */
    private static void require(Table.Reading r) throws IOException {
        Table table = r.orThrow();
        assertEquals(COLUMNS, table.schema().columns());
        assertEquals(150, table.size());
        assertEquals(
                List.of(2.0, 1.0, 0.37, 0.0, 1e10 + 16, 19_727.0),
                List.of(
                        table.rows().get(4, 0),
                        table.rows().get(1, 1),
                        table.rows().get(1, 2),
                        table.rows().get(1, 3),
                        table.rows().get(4, 5),
                        table.rows().get(4, 4)));
        assertTrue(Double.isNaN(table.rows().get(7, 2)));
        assertEquals(
                List.of(
                        "column 3 (price) has missing cells in 1 of 150 rows, first \"\" at row 8",
                        "column 5 (day) holds dates in the form uuuu-MM-dd, which are real numbers of days"),
                r.findings().stream().map(Finding::toString).toList());
    }

    @Test
    void aQueryIsASource() throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
                Statement statement = connection.createStatement()) {
            statement.execute("create table sales (n int, \"shop\" varchar(9), \"pieces\" int, \"price\" double,"
                    + " \"flag\" boolean, \"day\" date, \"id\" decimal(20))");
            statement.execute(
                    "insert into sales select x - 1, case mod(x - 1, 3) when 0 then 'oslo' when 1 then 'rome' else"
                            + " 'bonn' end, mod(x - 1, 5), case x when 8 then null else (x - 1) * 0.37 - floor((x - 1) * 0.37) end,"
                            + " mod(x - 1, 2) = 0, dateadd(day, x - 1, date '2024-01-01'), 10000000000 + (x - 1) * (x - 1)"
                            + " from system_range(1, 150)");
            try (PreparedStatement query = connection.prepareStatement(
                    "select \"shop\", \"pieces\", \"price\", \"flag\", \"day\", \"id\" from sales order by n")) {
                require(Table.read(
                        TableSource.ofQuery("sales", query::executeQuery),
                        ReadOptions.standard().with("id", ReadOptions.Kind.REAL)));
            }
            TableSource wrong = TableSource.ofQuery("orders", () -> statement.executeQuery("select * from orders"));
            assertTrue(assertThrows(
                            IOException.class,
                            () -> Table.read(wrong, ReadOptions.standard().with("id", ReadOptions.Kind.REAL)))
                    .getMessage()
                    .startsWith("cannot read orders: "));
        }
    }

    /** A query names its columns: an expression, and a column under another name. */
    @Test
    void theQueryNamesItsColumns() throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
                Statement statement = connection.createStatement()) {
            List<ResultSet> open = new ArrayList<>();
            TableSource sales = TableSource.ofQuery("sales", () -> {
                open.add(statement.executeQuery("select a * b as \"total\", a as \"price\", b as \"a\" from"
                        + " (select x * x * 0.1 as a, mod(x, 7) as b from system_range(1, 20))"));
                return open.getLast();
            });
            try (TableSource.Cursor cursor = sales.open()) {
                assertEquals(List.of("total", "price", "a"), cursor.columns());
                assertTrue(cursor.next());
                assertTrue(cursor.next());
                assertEquals(List.of("0.8", "0.4", "2"), List.of(cursor.text(0), cursor.text(1), cursor.text(2)));
            }
            assertTrue(open.getLast().isClosed());
            Schema schema = Schema.ofReals(List.of("a", "total"));
            try (RecordReader reader = RecordReader.open(sales, schema, ReadOptions.standard())) {
                assertEquals(20, reader.next().size());
                assertFalse(open.getLast().isClosed());
            }
            assertTrue(open.getLast().isClosed());
            assertThrows(
                    FileFormatException.class,
                    () -> RecordReader.open(sales, Schema.ofReals(List.of("z")), ReadOptions.standard()));
            assertTrue(open.getLast().isClosed(), "a source that is refused");
        }
    }

    @Test
    void aParquetFileIsASource() throws IOException {
        Table.Reading r = Table.read(
                TableSource.ofParquet(file("sales.parquet")),
                ReadOptions.standard().with("id", ReadOptions.Kind.REAL));
        require(r);
        Table plain = Table.read(file("sales.parquet"));
        assertEquals(List.of("shop", "pieces", "price", "flag", "day"), plain.columns(), "without the id");
        assertEquals(r.table().select(plain.columns()).rows(), plain.rows());
    }

    @Test
    void parquetFilesThatCannotBeReadAreRefused() throws IOException {
        Path nested = file("nested.parquet");
        assertEquals(
                nested + ": its columns must not be nested; write a file of plain columns of numbers and text",
                refusal(nested));
        Path text = Files.writeString(dir.resolve("text.parquet"), "a,b\n1,2\n3,4\n5,6\n7,8\n");
        assertTrue(refusal(text).contains("text.parquet"), refusal(text));
        byte[] cut = Files.readAllBytes(file("sales.parquet"));
        Path damaged = Files.write(dir.resolve("cut.parquet"), Arrays.copyOf(cut, cut.length / 2));
        assertTrue(refusal(damaged).contains("cut.parquet"), refusal(damaged));
        assertThrows(NoSuchFileException.class, () -> TableSource.ofParquet(dir.resolve("none.parquet")));
    }

    private static String refusal(Path file) throws IOException {
        TableSource source = TableSource.ofParquet(file);
        return Objects.requireNonNull(assertThrows(
                        FileFormatException.class,
                        () -> Table.read(source, ReadOptions.standard().with("id", ReadOptions.Kind.REAL)))
                .getMessage());
    }

    private Path file(String name) throws IOException {
        return Files.write(
                dir.resolve(name),
                name.equals("nested.parquet")
                        ? TinyParquet.nested()
                        : TinyParquet.file(List.of(
                                column(
                                        "shop",
                                        TinyParquet.Type.TEXT,
                                        i -> List.of("oslo", "rome", "bonn").get(i % 3)),
                                column("pieces", TinyParquet.Type.INT32, i -> i % 5),
                                column("price", TinyParquet.Type.DOUBLE, i -> i == 7 ? null : i * 0.37 % 1),
                                column("flag", TinyParquet.Type.BOOLEAN, i -> i % 2 == 0),
                                column("day", TinyParquet.Type.DATE, i -> 19_723 + i),
                                column("id", TinyParquet.Type.INT64, i -> 10_000_000_000L + (long) i * i))));
    }

    private static TinyParquet.Values column(String name, TinyParquet.Type type, IntFunction<@Nullable Object> cell) {
        return new TinyParquet.Values(
                name, type, IntStream.range(0, 150).mapToObj(cell).collect(Collectors.toList()));
    }
}
