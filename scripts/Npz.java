import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Reads arrays of NumPy archives. */
final class Npz {
    private Npz() {}

    /** An array of a NumPy archive as rows of numbers. */
    static double[][] array(Path file, String name) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry(name + ".npy");
            byte[] all;
            try (InputStream in = zip.getInputStream(entry)) {
                all = in.readAllBytes();
            }
            ByteBuffer bytes = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
            int begin = all[6] == 1 ? 10 + bytes.getShort(8) : 12 + bytes.getInt(8);
            String header = new String(all, 0, begin, StandardCharsets.ISO_8859_1);
            Matcher m = Pattern.compile("'descr': '[<|]([a-z]\\d)'.*'fortran_order': (True|False).*'shape': \\((\\d+),(?: (\\d+))?\\)")
                    .matcher(header);
            if (!m.find()) {
                throw new IOException(file + ": cannot read " + header);
            }
            int rows = Integer.parseInt(m.group(3));
            int columns = m.group(4) == null ? 1 : Integer.parseInt(m.group(4));
            boolean isFortran = m.group(2).equals("True");
            int size = m.group(1).charAt(1) - '0';
            double[][] table = new double[rows][columns];
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    int at = begin + size * (isFortran ? c * rows + r : r * columns + c);
                    table[r][c] = switch (m.group(1)) {
                        case "f8" -> bytes.getDouble(at);
                        case "f4" -> bytes.getFloat(at);
                        case "i8" -> bytes.getLong(at);
                        case "i4" -> bytes.getInt(at);
                        case "i2" -> bytes.getShort(at);
                        case "u2" -> bytes.getShort(at) & 0xffff;
                        case "i1", "b1" -> bytes.get(at);
                        case "u1" -> bytes.get(at) & 0xff;
                        default -> throw new IOException(file + ": " + m.group(1));
                    };
                }
            }
            return table;
        }
    }
}
