import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Alarms and detection on tables of ADBench, as files, by the vflow command. Of each table at most 1,000 normal rows train; at most 1,500 others, 100
 * anomalies and, in eight tables, 100 rows each with planted odd combinations are scored by one model. Beside it are five nearest neighbours (the mean
 * distance in standard units) and an isolation forest (100 trees of 256 rows). The results of a table stay in target/claims.
 */
final class ClaimTables {
    /** The figures, and their words. */
    static final Map<String, String> FIGURES = figures();

    /** 19 of the 21 development tables: wine has too few rows for alarms, and musk has 166 columns. */
    private static final List<String> TABLES = List.of("2_annthyroid", "4_breastw", "6_cardio", "10_cover", "14_glass", "18_Ionosphere",
            "20_letter", "22_magic.gamma", "23_mammography", "27_PageBlocks", "28_pendigits", "30_satellite", "32_shuttle", "34_smtp",
            "38_thyroid", "40_vowels", "42_WBC", "43_WDBC", "47_yeast");

    private static final List<String> PLANTED = List.of("2_annthyroid", "10_cover", "22_magic.gamma", "23_mammography", "28_pendigits",
            "32_shuttle", "38_thyroid", "40_vowels");
    private static final int TRAIN = 1_000;
    private static final int FRESH = 1_500;
    private static final int ODD = 100;
    private static final String COMMAND = "./vflow train T.csv && ./vflow score T.safetensors new.csv --alarms 0.01";

    private final Path adbench;
    private final String commit;
    private final Vflow vflow;

    /** The command. */
    interface Vflow {
        String run(String... words) throws IOException, InterruptedException;
    }

    ClaimTables(Path adbench, String commit, Vflow vflow) {
        this.adbench = adbench;
        this.commit = commit;
        this.vflow = vflow;
    }

    private static Map<String, String> figures() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("alarm-rate-5", "alarms at 5 % among fresh normal rows, all tables together");
        all.put("alarm-rate-1", "alarms at 1 % among fresh normal rows, all tables together");
        all.put("alarm-rate-5-most", "the greatest rate of a table at 5 %");
        all.put("alarms-found-5", "anomalies that are alarms at 5 %, mean of tables");
        Map<String, String> kinds = new LinkedHashMap<>();
        kinds.put("labelled", "labelled anomalies");
        kinds.put("swap", "rows with one cell of another row");
        kinds.put("half", "rows with half of the cells of another row");
        for (String kind : kinds.keySet()) {
            String words = kinds.get(kind);
            all.put("auroc-" + kind, "mean AUROC of alarms, " + words);
            all.put("auroc-" + kind + "-neighbours", "mean AUROC of five nearest neighbours, " + words);
            all.put("auroc-" + kind + "-forest", "mean AUROC of an isolation forest, " + words);
        }
        return all;
    }

    /** Measures the tables that are not measured yet, and adds them up. */
    Claims.Result result(String figure) throws IOException, InterruptedException {
        Map<String, Map<String, Double>> all = new LinkedHashMap<>();
        for (String table : TABLES) {
            if (Files.exists(adbench.resolve(table + ".npz"))) {
                all.put(table, measured(table));
            }
        }
        if (all.isEmpty()) {
            throw new IOException("There is none of the tables in " + adbench + "; it must have files such as 2_annthyroid.npz.");
        }
        String tables = all.size() + " development tables of ADBench";
        if (figure.startsWith("alarm-rate")) {
            String rate = figure.contains("-5") ? "alarms5" : "alarms1";
            double[] rates = all.values().stream().mapToDouble(m -> m.get(rate) / m.get("fresh")).toArray();
            double value = figure.endsWith("most") ? Arrays.stream(rates).max().orElseThrow()
                    : sum(all, rate) / sum(all, "fresh");
            String error = figure.endsWith("most") ? "" : Claims.form("± %.1f", 100 * error(rates));
            return new Claims.Result(Claims.form("%.1f %%", 100 * value), error, tables, COMMAND);
        }
        String key = figure.equals("alarms-found-5") ? "found5" : figure.replace("auroc-", "");
        double[] values = all.values().stream()
                .filter(m -> m.containsKey(key)).mapToDouble(m -> 100 * m.get(key)).toArray();
        String which = values.length == all.size() ? tables : values.length + " development tables of ADBench";
        double mean = Arrays.stream(values).average().orElseThrow();
        String form = figure.startsWith("alarms") ? "%.0f %%" : "%.1f";
        return new Claims.Result(Claims.form(form, mean), Claims.form("± %.1f", error(values)), which, COMMAND);
    }

    private static double sum(Map<String, Map<String, Double>> all, String key) {
        return all.values().stream().mapToDouble(m -> m.get(key)).sum();
    }

    private static double error(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1) / values.length);
    }

    /** The results of the tables that are measured at a commit. */
    static Path results(String commit) {
        return Claims.WORK.resolve("tables-" + commit.replace(' ', '-') + ".csv");
    }

    private Map<String, Double> measured(String table) throws IOException, InterruptedException {
        Path results = results(commit);
        if (Files.exists(results)) {
            for (String line : Files.readAllLines(results)) {
                if (line.startsWith(table + ",")) {
                    return Arrays.stream(line.split(",", -1)).skip(1).map(c -> c.split("=", -1))
                            .collect(Collectors.toMap(c -> c[0], c -> Double.parseDouble(c[1])));
                }
            }
        }
        System.err.println("table " + table);
        Map<String, Double> found = measure(table);
        String line = table + "," + found.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).collect(Collectors.joining(","));
        Files.writeString(results, line + "\n", java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
        return found;
    }

    private Map<String, Double> measure(String table) throws IOException, InterruptedException {
        double[][] x = npy(adbench.resolve(table + ".npz"), "X");
        double[][] y = npy(adbench.resolve(table + ".npz"), "y");
        SplittableRandom random = new SplittableRandom(table.hashCode());
        List<double[]> normal = shuffled(x, y, 0, random);
        List<double[]> anomalies = shuffled(x, y, 1, random);
        int n = Math.min(TRAIN, normal.size() / 2);
        double[][] train = normal.subList(0, n).toArray(double[][]::new);
        double[][] fresh = normal.subList(n, Math.min(normal.size(), n + FRESH)).toArray(double[][]::new);
        Map<String, double[][]> parts = new LinkedHashMap<>();
        parts.put("fresh", fresh);
        parts.put("labelled", anomalies.subList(0, Math.min(anomalies.size(), ODD)).toArray(double[][]::new));
        if (PLANTED.contains(table)) {
            parts.put("swap", mixed(fresh, false, random));
            parts.put("half", mixed(fresh, true, random));
        }
        double[][] all = parts.values().stream().flatMap(Arrays::stream).toArray(double[][]::new);
        String file = Claims.WORK.resolve(table).toString();
        write(file + ".csv", train);
        write(file + "-new.csv", all);
        vflow.run("train", file + ".csv", "--out", file + ".safetensors");
        vflow.run("score", file + ".safetensors", file + "-new.csv", "--alarms", "0.01", "--out", file + "-scored.csv");
        double[][] judged = column(file + "-scored.csv", "alarm_score", "p_value");
        ToDoubleFunction<double[]> neighbours = neighbours(train);
        ToDoubleFunction<double[]> forest = new ClaimForest(train, random)::score;
        Map<String, Double> found = new LinkedHashMap<>();
        found.put("fresh", (double) fresh.length);
        found.put("alarms5", (double) IntStream.range(0, fresh.length).filter(i -> judged[i][1] <= 0.05).count());
        found.put("alarms1", (double) IntStream.range(0, fresh.length).filter(i -> judged[i][1] <= 0.01).count());
        int from = fresh.length;
        double[][] low = {scores(judged, 0, from), scores(fresh, neighbours), scores(fresh, forest)};
        for (String kind : parts.keySet()) {
            if (!kind.equals("fresh")) {
                double[][] rows = parts.get(kind);
                int begin = from;
                if (kind.equals("labelled")) {
                    found.put("found5", IntStream.range(begin, begin + rows.length).filter(i -> judged[i][1] <= 0.05).count() / (double) rows.length);
                }
                found.put(kind, auroc(low[0], scores(judged, begin, begin + rows.length)));
                found.put(kind + "-neighbours", auroc(low[1], scores(rows, neighbours)));
                found.put(kind + "-forest", auroc(low[2], scores(rows, forest)));
                from += rows.length;
            }
        }
        return found;
    }

    /** Lower is odder. */
    private static double[] scores(double[][] judged, int from, int to) {
        return IntStream.range(from, to).mapToDouble(i -> judged[i][0]).toArray();
    }

    private static double[] scores(double[][] rows, ToDoubleFunction<double[]> score) {
        return Arrays.stream(rows).mapToDouble(score).toArray();
    }

    /** The probability that an odd row has a lower score than a normal one, ties counted half. */
    static double auroc(double[] normal, double[] odd) {
        double sum = 0;
        for (double o : odd) {
            for (double v : normal) {
                sum += o < v ? 1 : o == v ? 0.5 : 0;
            }
        }
        return sum / normal.length / odd.length;
    }

    private static List<double[]> shuffled(double[][] x, double[][] y, int label, SplittableRandom random) {
        List<double[]> rows = new ArrayList<>(IntStream.range(0, x.length).filter(i -> y[i][0] == label).mapToObj(i -> x[i]).toList());
        for (int i = rows.size() - 1; i > 0; i--) {
            java.util.Collections.swap(rows, i, random.nextInt(i + 1));
        }
        return rows;
    }

    /** Normal rows with one cell, or each cell with probability one half, of another row, so that the row changes. */
    private static double[][] mixed(double[][] rows, boolean half, SplittableRandom random) {
        List<double[]> made = new ArrayList<>();
        while (made.size() < ODD) {
            double[] row = rows[random.nextInt(rows.length)].clone();
            double[] other = rows[random.nextInt(rows.length)];
            double[] before = row.clone();
            int one = random.nextInt(row.length);
            for (int c = 0; c < row.length; c++) {
                if (half ? random.nextBoolean() : c == one) {
                    row[c] = other[c];
                }
            }
            if (!Arrays.equals(row, before) && !Arrays.equals(row, other)) {
                made.add(row);
            }
        }
        return made.toArray(double[][]::new);
    }

    /** Minus the mean distance to the five nearest training rows, in standard units. */
    private static ToDoubleFunction<double[]> neighbours(double[][] train) {
        int d = train[0].length;
        double[] mean = new double[d];
        double[] scale = new double[d];
        for (int c = 0; c < d; c++) {
            int j = c;
            mean[c] = Arrays.stream(train).mapToDouble(r -> r[j]).average().orElseThrow();
            double s = Math.sqrt(Arrays.stream(train).mapToDouble(r -> (r[j] - mean[j]) * (r[j] - mean[j])).average().orElseThrow());
            scale[c] = s > 0 ? 1 / s : 1;
        }
        return row -> -Arrays.stream(train).mapToDouble(t -> {
            double sum = 0;
            for (int c = 0; c < d; c++) {
                double z = (row[c] - t[c]) * scale[c];
                sum += z * z;
            }
            return Math.sqrt(sum);
        }).sorted().limit(5).average().orElseThrow();
    }

    private static void write(String file, double[][] rows) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(IntStream.range(0, rows[0].length).mapToObj(c -> "c" + c).collect(Collectors.joining(",")));
        for (double[] row : rows) {
            lines.add(Arrays.stream(row)
                    .mapToObj(v -> v == Math.rint(v) && Math.abs(v) < 1e15 ? Long.toString((long) v) : Double.toString(v))
                    .collect(Collectors.joining(",")));
        }
        Files.write(Path.of(file), lines);
    }

    private static double[][] column(String file, String... names) throws IOException {
        List<String> lines = Files.readAllLines(Path.of(file));
        List<String> header = List.of(lines.getFirst().split(",", -1));
        int[] at = Arrays.stream(names).mapToInt(header::indexOf).toArray();
        return lines.stream().skip(1).map(l -> {
            String[] cells = l.split(",", -1);
            return Arrays.stream(at).mapToDouble(i -> cells[i].isEmpty() ? Double.NEGATIVE_INFINITY : Double.parseDouble(cells[i])).toArray();
        }).toArray(double[][]::new);
    }

    /** An array of a NumPy archive as rows of numbers. */
    private static double[][] npy(Path file, String name) throws IOException {
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
