package io.github.vflow.benchmarks.tables.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * An array of NumPy with at most two axes, in rows and columns; an axis is of length 1 where there is none.
 *
 * <p>Source: NumPy's format specification (NEP 1), versions 1.0 to 3.0.
 *
 * @param rows n
 * @param columns d
 * @param values [n·d], row after row
 */
record NpyArray(int rows, int columns, double[] values) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([^']*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([\\d\\s,]*)\\)");

    /**
     * Reads an array of an {@code .npz} file.
     *
     * @throws IOException if the array is absent, or as {@link #of(String, byte[])}
     */
    static NpyArray of(Path file, ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name + ".npy");
        if (entry == null) {
            throw new IOException(file + ": expected the array " + name + " but found "
                    + zip.stream().map(ZipEntry::getName).toList() + "; write it with numpy.savez(file, " + name
                    + "=…)");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return of(file + ", " + name, in.readAllBytes());
        }
    }

    /**
     * Reads the bytes of a {@code .npy} file.
     *
     * @param origin names the file in messages
     * @throws IOException if the array has another type or number of axes, or bytes are missing
     */
    static NpyArray of(String origin, byte[] file) throws IOException {
        if (file.length < 12 || !Arrays.equals(MAGIC, Arrays.copyOf(file, MAGIC.length))) {
            throw new IOException(
                    origin + ": a NumPy file begins with 93 4e 55 4d 50 59 and a version but this one, of "
                            + file.length + " bytes, does not; write it with numpy.save or numpy.savez");
        }
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int from = file[6] == 1 ? 10 : 12;
        long length = file[6] == 1 ? Short.toUnsignedInt(bytes.getShort(8)) : Integer.toUnsignedLong(bytes.getInt(8));
        if (from + length > file.length) {
            throw cut(origin, from + length, file.length);
        }
        int data = (int) (from + length);
        String header = new String(file, from, (int) length, StandardCharsets.UTF_8).strip();
        long[] shape = shape(origin, header);
        long cells = Math.multiplyExact(shape[0], shape[1]);
        Type type = Type.named(origin, find(origin, TYPE, header));
        if (cells > (file.length - data) / type.size) {
            throw cut(origin, data + cells * type.size, file.length);
        }
        IntToDoubleFunction cell = type.reader(bytes, data);
        boolean fortran = find(origin, ORDER, header).equals("True");
        int n = (int) shape[0];
        int d = (int) shape[1];
        double[] values = new double[n * d];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                values[i * d + j] = cell.applyAsDouble(fortran ? j * n + i : i * d + j);
            }
        }
        return new NpyArray(n, d, values);
    }

    private static IOException cut(String origin, long needed, int length) {
        return new IOException(
                origin + ": the header announces " + needed + " bytes but the file has " + length + "; fetch it again");
    }

    private static String find(String origin, Pattern pattern, String header) throws IOException {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new IOException(origin + ": NumPy's header must match " + pattern + " but is " + header
                    + "; write an array of numbers with numpy.save or numpy.savez");
        }
        return matcher.group(1);
    }

    private static long[] shape(String origin, String header) throws IOException {
        String text = find(origin, SHAPE, header);
        List<String> sides = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .toList();
        if (sides.size() > 2 || sides.stream().anyMatch(s -> s.length() > 9)) {
            throw new IOException(origin + ": the array must have shape (), (n,) or (n, d) but has (" + text
                    + "); save x.reshape(len(x), -1)");
        }
        return new long[] {
            sides.isEmpty() ? 1 : Long.parseLong(sides.getFirst()),
            sides.size() < 2 ? 1 : Long.parseLong(sides.getLast()),
        };
    }

    /** The types of elements. */
    private enum Type {
        F8("<f8", 8),
        F4("<f4", 4),
        U1("|u1", 1),
        I1("|i1", 1),
        B1("|b1", 1),
        I2("<i2", 2),
        U2("<u2", 2),
        I4("<i4", 4),
        I8("<i8", 8);

        private final String text;
        private final int size;

        Type(String text, int size) {
            this.text = text;
            this.size = size;
        }

        static Type named(String origin, String text) throws IOException {
            return Arrays.stream(values())
                    .filter(t -> t.text.equals(text))
                    .findFirst()
                    .orElseThrow(() -> new IOException(origin + ": the type must be one of "
                            + Arrays.stream(values()).map(t -> t.text).toList() + " but is " + text
                            + "; save x.astype('<f8')"));
        }

        IntToDoubleFunction reader(ByteBuffer bytes, int from) {
            return switch (this) {
                case F8 -> i -> bytes.getDouble(from + 8 * i);
                case F4 -> i -> bytes.getFloat(from + 4 * i);
                case U1, B1 -> i -> Byte.toUnsignedInt(bytes.get(from + i));
                case I1 -> i -> bytes.get(from + i);
                case I2 -> i -> bytes.getShort(from + 2 * i);
                case U2 -> i -> Short.toUnsignedInt(bytes.getShort(from + 2 * i));
                case I4 -> i -> bytes.getInt(from + 4 * i);
                case I8 -> i -> (double) bytes.getLong(from + 8 * i);
            };
        }
    }

    /** [n][d]. */
    double[][] toRows() {
        return IntStream.range(0, rows)
                .mapToObj(i -> Arrays.copyOfRange(values, i * columns, (i + 1) * columns))
                .toArray(double[][]::new);
    }
}
