package io.github.vflow.spark.internal.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.spark.VFlow;
import io.github.vflow.table.schema.Schema;
import java.io.IOException;
import java.sql.Date;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Cells of rows, and rows as numbers, without a session. */
class CellsTest {
    private static final StructType SCHEMA = new StructType()
            .add("a", DataTypes.DoubleType)
            .add("v", SQLDataTypes.VectorType())
            .add("b", DataTypes.StringType)
            .add("list", DataTypes.createArrayType(DataTypes.IntegerType));

    private static String message(Executable refused) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, refused).getMessage());
    }

    private static Cells of(VFlow flow) {
        return Cells.of(flow, flow.shared(), SCHEMA, List.of("a"), () -> 2);
    }

    /** The columns that are named, else the vector of a name, else all columns. */
    @Test
    void parametersChooseTheCells() {
        assertEquals(List.of("b", "a"), of(new VFlow().setInputCols("b", "a")).names());
        assertEquals(
                List.of("b"),
                of(new VFlow().setInputCols("b").setFeaturesCol("v")).names());
        Cells vector = of(new VFlow().setFeaturesCol("v"));
        assertEquals(List.of("x1", "x2"), vector.names());
        assertFalse(vector.isNamed());
        assertEquals(List.of("a"), of(new VFlow()).names());
        assertTrue(of(new VFlow()).isNamed());
        assertTrue(message(() -> of(new VFlow().setFeaturesCol("a")))
                .startsWith("VFlow: featuresCol \"a\" must be a column of vectors, such as VectorAssembler makes"));
        assertTrue(message(() -> of(new VFlow().setFeaturesCol("z"))).contains("must be a column of vectors"));
        assertEquals(
                "VFlow: the Dataset has no column \"z\"; it has [a, v, b, list]",
                message(() -> of(new VFlow().setInputCols("a", "z"))));
        assertTrue(message(() -> of(new VFlow().setInputCols("list")))
                .startsWith(
                        "VFlow: column \"list\" must hold numbers, texts, truth values or dates but is array<int>"));
        StructType features = SCHEMA.add("features", SQLDataTypes.VectorType());
        VFlow flow = new VFlow();
        assertEquals(
                List.of("x1", "x2", "x3"),
                Cells.of(flow, flow.shared(), features, List.of("a"), () -> 3).names());
        StructType alone = new StructType().add("features", SQLDataTypes.VectorType());
        assertEquals(
                List.of("x1"),
                Cells.of(flow, flow.shared(), alone, List.of(), () -> 1).names(),
                "the first column is a vector");
    }

    /** A name of a column stands in backticks, and its own are doubled; numbers of vectors decide their order as an array. */
    @Test
    void expressionsNameTheColumns() {
        Cells named = new Cells.Named(List.of("b", "a.c", "d`e"), new int[] {2, 0, 3});
        assertEquals(List.of(new Column("b"), new Column("`a.c`"), new Column("`d``e`")), named.columns());
        assertEquals(named.columns(), named.order());
        Cells vector = Cells.OfVector.of(SCHEMA, "v", 2);
        assertEquals(List.of(new Column("v")), vector.columns());
        assertEquals(List.of(functions.vector_to_array(new Column("v"), "float64")), vector.order());
        Cells dotted = new Cells.OfVector("v.w", 1, List.of("x1"));
        assertEquals(List.of(new Column("`v.w`")), dotted.columns());
    }

    @Test
    void typesOfCells() {
        for (DataType type : List.of(
                DataTypes.DoubleType,
                DataTypes.IntegerType,
                DataTypes.createDecimalType(),
                DataTypes.StringType,
                DataTypes.BooleanType,
                DataTypes.DateType,
                DataTypes.TimestampType,
                DataTypes.TimestampNTZType)) {
            StructType schema = new StructType().add("c", type);
            assertEquals(List.of("c"), Cells.Named.of(schema, List.of("c")).names(), type::toString);
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> Cells.Named.of(new StructType().add("c", DataTypes.BinaryType), List.of("c")));
    }

    /** Numbers and truth values stay, dates are texts, and a row without a vector has only gaps. */
    @Test
    void cellsAreThoseOfTheRow() {
        Row row = RowFactory.create(1.5, Vectors.dense(7, 8), Date.valueOf("2024-05-31"), null);
        Cells named = new Cells.Named(List.of("b", "a", "list"), new int[] {2, 0, 3});
        assertEquals("2024-05-31", named.cell(row, 0));
        assertEquals(1.5, named.cell(row, 1));
        assertNull(named.cell(row, 2));
        Row selected = RowFactory.create(true, 1.5, "x");
        assertEquals(true, named.alone().cell(selected, 0));
        assertEquals("x", named.alone().cell(selected, 2));
        Cells vector = Cells.OfVector.of(SCHEMA, "v", 2);
        assertEquals(8.0, vector.cell(row, 1));
        assertNull(vector.cell(RowFactory.create(1.5, null, "", null), 1));
        assertEquals(7.0, vector.alone().cell(RowFactory.create(Vectors.dense(7, 8)), 0));
        assertEquals(
                "VFlow: the vectors of \"v\" must have 3 numbers but one has 2; give vectors of one size",
                message(() -> Cells.OfVector.of(SCHEMA, "v", 3).cell(row, 0)));
    }

    private static RowCursor cursor(int n, boolean keeps) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            rows.add(RowFactory.create(i + 0.5, "" + i));
        }
        return new RowCursor(rows.iterator(), new Cells.Named(List.of("a", "b"), new int[] {0, 1}), keeps);
    }

    @Test
    void aPassCountsItsRows() {
        RowCursor cursor = cursor(3, true);
        assertEquals(List.of("a", "b"), cursor.columns());
        assertTrue(cursor.isNamed());
        assertEquals("row", cursor.unit());
        assertEquals("the Dataset", new RowSource(() -> cursor).name());
        assertTrue(cursor.next());
        assertTrue(cursor.next());
        assertEquals(2, cursor.line());
        assertEquals(1.5, cursor.cell(0));
        assertEquals(2, cursor.takeRows().size());
        assertTrue(cursor.next());
        assertEquals(List.of(RowFactory.create(2.5, "2")), cursor.takeRows());
        assertFalse(cursor.next());
        assertEquals(List.of(), cursor.takeRows());
        assertFalse(new RowCursor(List.<Row>of().iterator(), Cells.OfVector.of(SCHEMA, "v", 2), true).isNamed());
        RowCursor plain = cursor(1, false);
        assertTrue(plain.next());
        assertEquals(List.of(), plain.takeRows());
    }

    /** An executor keeps all rows but every third of the whole Dataset, whatever number its partition begins with. */
    @Test
    void anExecutorLeavesTheSampleOut() throws IOException {
        Schema schema = new Schema(
                List.of(io.github.vflow.table.schema.Column.real("a"), io.github.vflow.table.schema.Column.real("b")));
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            rows.add(RowFactory.create(i + 0.5, -i));
        }
        Cells cells = new Cells.Named(List.of("a", "b"), new int[] {0, 1});
        RowLoader loader = new RowLoader(cells, schema.toJson(), new long[] {0, 4}, 3);
        // numbers 4 to 13, of which 6, 9 and 12 are in the sample
        assertArrayEquals(
                new double[] {0.5, 0, 1.5, -1, 3.5, -3, 4.5, -4, 6.5, -6, 7.5, -7, 9.5, -9},
                loader.load(1, rows.iterator()).numbers());
        assertEquals(2, loader.load(1, rows.iterator()).width());
        assertArrayEquals(
                new double[] {1.5, -1, 2.5, -2},
                loader.load(0, rows.subList(0, 4).iterator()).numbers());
        rows.add(RowFactory.create(Double.POSITIVE_INFINITY, 0));
        assertTrue(loader.load(0, rows.iterator()).fault().startsWith("VFlow: a row is not as those of the sample: "));
    }
}
