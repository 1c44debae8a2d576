import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of CSV files, and figures of their scores, for {@code scripts/claims} and {@link TableTimes}. */
final class Rows {
    private Rows() {}

    /** The records of a CSV file, without empty ones; a cell in quotes may hold a line feed. */
    static List<String> records(Path file) throws IOException {
        return parts(Files.readString(file), '\n').stream().map(String::stripTrailing).filter(record -> !record.isEmpty()).toList();
    }

    /** The cells of a record, without their quotes. */
    static List<String> cells(String record) {
        return parts(record, ',').stream().map(cell -> cell.replace("\"", "").strip()).toList();
    }

    /** The parts of a text between separators that stand outside of quotes. */
    private static List<String> parts(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean isQuoted = false;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            isQuoted ^= text.charAt(i) == '"';
            if (text.charAt(i) == separator && !isQuoted) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }

    /** The columns of a CSV file by name. */
    static Map<String, List<String>> columns(Path file) throws IOException {
        List<String> records = records(file);
        List<String> names = cells(records.getFirst());
        Map<String, List<String>> columns = new LinkedHashMap<>();
        names.forEach(name -> columns.put(name, new ArrayList<>()));
        for (String record : records.subList(1, records.size())) {
            List<String> cells = cells(record);
            for (int j = 0; j < names.size(); j++) {
                columns.get(names.get(j)).add(cells.get(j));
            }
        }
        return columns;
    }

    /** The numbers of a column, another one for an empty cell. */
    static double[] numbers(List<String> cells, double missing) {
        return cells.stream().mapToDouble(c -> c.isEmpty() ? missing : Double.parseDouble(c)).toArray();
    }

    /** All columns of a CSV file of numbers, by rows. */
    static double[][] table(Path file, double missing) throws IOException {
        double[][] columns = columns(file).values().stream().map(cells -> numbers(cells, missing)).toArray(double[][]::new);
        return IntStream.range(0, columns[0].length)
                .mapToObj(i -> Arrays.stream(columns).mapToDouble(c -> c[i]).toArray())
                .toArray(double[][]::new);
    }

    /** Writes rows of numbers; the columns are called by a letter and their places, from a first one on. */
    static void write(Path file, String letter, int first, double[][] rows, DoubleFunction<String> form) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(IntStream.range(first, first + rows[0].length).mapToObj(c -> letter + c).collect(Collectors.joining(",")));
        for (double[] row : rows) {
            lines.add(Arrays.stream(row).mapToObj(form).collect(Collectors.joining(",")));
        }
        Files.write(file, lines);
    }

    /** The probability that an odd row has a lower score than a normal one; equal scores count half. */
    static double auroc(double[] normal, double[] odd) {
        double wins = Arrays.stream(odd).map(o -> Arrays.stream(normal).map(x -> o < x ? 1 : o == x ? 0.5 : 0).sum()).sum();
        return wins / normal.length / odd.length;
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    /** The standard error of the mean. */
    static double error(double[] values) {
        double mean = mean(values);
        return Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / Math.max(1, values.length - 1) / values.length);
    }
}
