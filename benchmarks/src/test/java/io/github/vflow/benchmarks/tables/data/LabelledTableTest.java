package io.github.vflow.benchmarks.tables.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledTableTest {
    private static final double[][] ROWS = {{1, 2}, {3, -4.5}, {5, 6}};

    @TempDir
    Path directory;

    private static byte[] little(int size, Consumer<ByteBuffer> numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        numbers.accept(bytes);
        return bytes.array();
    }

    private static double[] read(String type, byte... data) throws IOException {
        return NpyArray.of("a.npy", Npz.npy(type, false, "(2,)", data)).values();
    }

    @Test
    void readsEveryType() throws IOException {
        assertArrayEquals(
                new double[] {-1.5, 2},
                read("<f8", little(16, b -> b.putDouble(-1.5).putDouble(2))));
        assertArrayEquals(
                new double[] {-1.5, 2},
                read("<f4", little(8, b -> b.putFloat(-1.5f).putFloat(2))));
        assertArrayEquals(new double[] {200, 1}, read("|u1", (byte) 200, (byte) 1));
        assertArrayEquals(new double[] {-56, 1}, read("|i1", (byte) 200, (byte) 1));
        assertArrayEquals(new double[] {1, 0}, read("|b1", (byte) 1, (byte) 0));
        assertArrayEquals(
                new double[] {-2, 300},
                read("<i2", little(4, b -> b.putShort((short) -2).putShort((short) 300))));
        assertArrayEquals(
                new double[] {65_534, 3},
                read("<u2", little(4, b -> b.putShort((short) -2).putShort((short) 3))));
        assertArrayEquals(
                new double[] {-2, 70_000},
                read("<i4", little(8, b -> b.putInt(-2).putInt(70_000))));
        assertArrayEquals(
                new double[] {-2, 1L << 40},
                read("<i8", little(16, b -> b.putLong(-2).putLong(1L << 40))));
    }

    @Test
    void ordersDiffer() throws IOException {
        byte[] data = {1, 2, 3, 4, 5, 6};
        NpyArray c = NpyArray.of("a", Npz.npy("|u1", false, "(2, 3)", data));
        assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, c.values());
        NpyArray fortran = NpyArray.of("a", Npz.npy("|u1", true, "(2, 3)", data));
        assertArrayEquals(new double[] {1, 3, 5, 2, 4, 6}, fortran.values());
        assertEquals(2, fortran.rows());
        assertEquals(3, fortran.columns());
    }

    @Test
    void saysWhatItCannotRead() {
        assertEquals(
                "a: the type must be one of [<f8, <f4, |u1, |i1, |b1, <i2, <u2, <i4, <i8] but is >f8; save"
                        + " x.astype('<f8')",
                assertThrows(IOException.class, () -> NpyArray.of("a", Npz.npy(">f8", false, "(1,)", new byte[8])))
                        .getMessage());
        assertEquals(
                "a: the array must have shape (), (n,) or (n, d) but has (1, 1, 1); save x.reshape(len(x), -1)",
                assertThrows(IOException.class, () -> NpyArray.of("a", Npz.npy("|u1", false, "(1, 1, 1)", (byte) 1)))
                        .getMessage());
        assertEquals(
                "a: the header announces 79 bytes but the file has 78; fetch it again",
                assertThrows(IOException.class, () -> NpyArray.of("a", Npz.npy("|u1", false, "(10,)", new byte[9])))
                        .getMessage());
        assertEquals(
                "a: a NumPy file begins with 93 4e 55 4d 50 59 and a version but this one, of 3 bytes, does not; write"
                        + " it with numpy.save or numpy.savez",
                assertThrows(IOException.class, () -> NpyArray.of("a", new byte[3]))
                        .getMessage());
    }

    @Test
    void aFolderHasTablesOfBothKinds() throws IOException {
        Npz.write(directory.resolve("10_b.npz"), ROWS, (byte) 0, (byte) 1, (byte) 0);
        Files.writeString(directory.resolve("9_a.csv"), "u,v,y\n1,2,0\n3,-4.5,1\n5,6,0\n");
        Files.writeString(directory.resolve("README.md"), "no table");
        Files.writeString(directory.resolve("published.csv"), "dataset,method\na,b\n");
        List<Path> files = LabelledTable.files(directory);
        assertEquals(
                List.of("9_a", "10_b"),
                files.stream().map(LabelledTable::nameOf).toList());
        for (Path file : files) {
            LabelledTable table = LabelledTable.read(file);
            assertEquals(LabelledTable.nameOf(file), table.name());
            assertArrayEquals(ROWS, table.rows());
            assertArrayEquals(new boolean[] {false, true, false}, table.anomaly());
        }
    }

    private String complaint(String csv) throws IOException {
        Path file = Files.writeString(directory.resolve("t.csv"), csv);
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> LabelledTable.read(file))
                        .getMessage())
                .replace(file.toString(), "t.csv");
    }

    @Test
    void saysWhatIsNoLabelledTable() throws IOException {
        assertEquals(
                "t.csv: the last of at least two columns must be y, the label, but the columns are [y, u]; put 1 there"
                        + " for anomalies and 0 for other rows",
                complaint("y,u\n1,2\n"));
        assertEquals(
                "t.csv: labels must be 0 or 1 but that of row 1 (counted from 0) is 2.0; label anomalies 1 and other"
                        + " rows 0",
                complaint("u,y\n1,0\n1,2\n"));
        assertEquals(
                "t: expected a label for each row, an anomaly and two normal rows but got 2 rows, 2 labels and 0"
                        + " anomalies; label anomalies 1 and other rows 0",
                complaint("u,y\n1,0\n1,0\n"));
        Path file = Npz.write(directory.resolve("n.npz"), new double[][] {{1}, {Double.NaN}}, (byte) 0, (byte) 1);
        assertEquals(
                file + ": every number must be finite but row 1 (counted from 0) is [NaN]; leave the row out",
                assertThrows(IllegalArgumentException.class, () -> LabelledTable.read(file))
                        .getMessage());
    }
}
