package io.github.vflow.benchmarks.tables.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes files of NumPy as {@code numpy.savez} does. */
public final class Npz {
    private Npz() {}

    /** An array of version 1.0. */
    static byte[] npy(String type, boolean fortran, String shape, byte... data) {
        byte[] header = ("{'descr': '" + type + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': "
                        + shape + ", }\n")
                .getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(10 + header.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) header.length)
                .put(header)
                .put(data)
                .array();
    }

    /** X of rows and y of labels, in Fortran order as the collection has them. */
    public static Path write(Path file, double[][] rows, byte... labels) throws IOException {
        int n = rows.length;
        int d = rows[0].length;
        ByteBuffer x = ByteBuffer.allocate(8 * n * d).order(ByteOrder.LITTLE_ENDIAN);
        for (int j = 0; j < d; j++) {
            for (double[] row : rows) {
                x.putDouble(row[j]);
            }
        }
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("X.npy"));
            zip.write(npy("<f8", true, "(" + n + ", " + d + ")", x.array()));
            zip.putNextEntry(new ZipEntry("y.npy"));
            zip.write(npy("|u1", false, "(" + n + ",)", labels));
        }
        return file;
    }
}
