import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Alarms and detection on public tables, as files, by the vflow command, beside {@link ClaimRivals}. Of each table at most 1,000 normal rows train; at
 * most 1,500 others and 100 anomalies are scored by one model. Eight tables get 100 rows each with planted odd combinations, too. Twelve tables have
 * 950 normal rows and 50 anomalies in one file, which {@code vflow outliers} searches. In five tables 30 % of the cells of 200 fresh rows are
 * removed and filled again. The results of a table stay in target/claims.
 */
final class ClaimTables {
    /** 19 of the 21 development tables: wine has too few rows for alarms, and musk has 166 columns. */
    private static final List<String> DEVELOPED_ON = List.of("2_annthyroid", "4_breastw", "6_cardio", "10_cover", "14_glass", "18_Ionosphere",
            "20_letter", "22_magic.gamma", "23_mammography", "27_PageBlocks", "28_pendigits", "30_satellite", "32_shuttle", "34_smtp",
            "38_thyroid", "40_vowels", "42_WBC", "43_WDBC", "47_yeast");

    private static final List<String> PLANTED = List.of("2_annthyroid", "10_cover", "22_magic.gamma", "23_mammography", "28_pendigits",
            "32_shuttle", "38_thyroid", "40_vowels");

    private static final List<String> FILLED = List.of("6_cardio", "22_magic.gamma", "28_pendigits", "38_thyroid", "43_WDBC");

    /**
     * The names of tables of OddBench and OvRBench that no choice has seen, listed before anything ran on them: of the development half, with more than
     * 1,500 training rows, at most 15 columns and ten anomalies at least, and none of the first 170, the first 30 by the SHA-256 of their file names.
     */
    private static final Path UNSEEN = Path.of("scripts", "claim-tables.txt");

    private static final int SEARCHED = 12;
    private static final int TRAIN = 1_000;
    private static final int FRESH = 1_500;
    private static final int ODD = 100;
    private static final int GAPS = 200;
    private static final String SCORE = "./vflow train T.csv && ./vflow score T.safetensors new.csv --alarms 0.01";
    private static final String FILL = "./vflow train T.csv && ./vflow impute T.safetensors gaps.csv";
    private static final String SEARCH = "./vflow outliers T.csv";

    /** The measures beside ours, as a figure's name has them and in words. */
    private static final Map<String, String> METHODS = ordered("", "VFlow", "-neighbours", "neighbours",
            "-mixture", "a mixture", "-forest", "an isolation forest");

    /** The figures, and their words. */
    static final Map<String, String> FIGURES = figures();

    private final Path developedOn;
    private final Path unseen;
    private final String commit;
    private final Vflow vflow;

    /** The command. */
    interface Vflow {
        String run(String... words) throws IOException, InterruptedException;
    }

    /** Rows that train, fresh normal rows, and anomalies. */
    private record Parts(double[][] train, double[][] fresh, double[][] anomalies) {}

    ClaimTables(Path developedOn, Path unseen, String commit, Vflow vflow) {
        this.developedOn = developedOn;
        this.unseen = unseen;
        this.commit = commit;
        this.vflow = vflow;
    }

    private static Map<String, String> figures() {
        Map<String, String> all = new LinkedHashMap<>();
        for (String which : List.of("", "unseen-")) {
            all.put(which + "alarm-rate-5", "alarms at 5 % among fresh normal rows, all tables together");
            all.put(which + "alarm-rate-1", "alarms at 1 % among fresh normal rows, all tables together");
            all.put(which + "alarm-rate-5-most", "the greatest rate of a table at 5 %");
            all.put(which + "alarms-found-5", "anomalies that are alarms at 5 %, mean of tables");
        }
        ordered("auroc-labelled", "labelled anomalies", "auroc-swap", "rows with one cell of another row", "auroc-half",
                "rows with half of the cells of another row", "unseen-auroc", "labelled anomalies", "unseen-search",
                "50 anomalies in one file with 950 normal rows").forEach((name, words) -> METHODS.forEach((method, whose) ->
                        all.put(name + method, "AUROC of " + whose + ", " + words)));
        ordered("", "VFlow", "-neighbours", "neighbours", "-mixture", "a mixture").forEach(
                (method, whose) -> all.put("filled" + method,
                        "error of filled cells, 30 % removed, by " + whose));
        for (String name : List.of("unseen-lead", "unseen-search-lead")) {
            METHODS.keySet().stream().skip(1).forEach(method ->
                    all.put(name + method, "lead over " + METHODS.get(method)));
        }
        return all;
    }

    private static Map<String, String> ordered(String... keysAndWords) {
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < keysAndWords.length; i += 2) {
            all.put(keysAndWords[i], keysAndWords[i + 1]);
        }
        return all;
    }

    /** Whether the tables of a figure are those that nothing was chosen on. */
    static boolean isUnseen(String figure) {
        return figure.startsWith("unseen");
    }

    /** Measures the tables that are not measured yet, and adds them up. */
    Claims.Result result(String figure) throws IOException, InterruptedException {
        boolean isUnseen = isUnseen(figure);
        boolean isSearch = figure.startsWith("unseen-search");
        List<String> names = isUnseen ? Files.readAllLines(UNSEEN) : DEVELOPED_ON;
        List<Map<String, Double>> all = new ArrayList<>();
        for (String table : isSearch ? names.subList(0, SEARCHED) : names) {
            if (Files.exists(file(table, isUnseen))) {
                all.add(measured(table, isUnseen, isSearch));
            }
        }
        if (all.isEmpty()) {
            throw new IOException("There is none of the tables, such as " + file(names.getFirst(), isUnseen) + ".");
        }
        String words = isUnseen ? " unseen tables of OddBench and OvRBench" : " development tables of ADBench";
        if (figure.contains("alarm-rate")) {
            String rate = figure.contains("-5") ? "alarms5" : "alarms1";
            double[] rates = all.stream().mapToDouble(m -> m.get(rate) / m.get("fresh")).toArray();
            double value = figure.endsWith("most") ? Arrays.stream(rates).max().orElseThrow() : sum(all, rate) / sum(all, "fresh");
            String error = figure.endsWith("most") ? "" : Claims.form("± %.1f", 100 * Rows.error(rates));
            return new Claims.Result(Claims.form("%.1f %%", 100 * value), error, all.size() + words, SCORE);
        }
        String key = figure.endsWith("found-5") ? "found5" : figure.replaceFirst("unseen-auroc|unseen-lead", "labelled")
                .replaceFirst("unseen-search(-lead)?", "search").replace("auroc-", "");
        boolean isLead = figure.contains("lead");
        double[] values = all.stream().filter(m -> m.containsKey(key))
                .mapToDouble(m -> 100 * (isLead ? m.get(key.substring(0, key.indexOf('-'))) - m.get(key) : m.get(key))).toArray();
        if (figure.startsWith("filled")) {
            double[] errors = Arrays.stream(values).map(v -> v / 100).toArray();
            return new Claims.Result(Claims.form("%.3f", Rows.mean(errors)), Claims.form("± %.3f", Rows.error(errors)),
                    values.length + words, FILL);
        }
        String form = key.equals("found5") ? "%.0f %%" : isLead ? "%+.1f" : "%.1f";
        return new Claims.Result(Claims.form(form, Rows.mean(values)), Claims.form("± %.1f", Rows.error(values)),
                values.length + words, isSearch ? SEARCH : SCORE);
    }

    private Path file(String table, boolean isUnseen) {
        return (isUnseen ? unseen : developedOn).resolve(table + ".npz");
    }

    private static double sum(List<Map<String, Double>> all, String key) {
        return all.stream().mapToDouble(m -> m.get(key)).sum();
    }

    /** The results of the tables that are measured at a commit. */
    static Path results(String commit) {
        return Claims.WORK.resolve("tables-" + commit.replace(' ', '-') + ".csv");
    }

    private Map<String, Double> measured(String table, boolean isUnseen, boolean isSearch) throws IOException, InterruptedException {
        Path results = results(commit);
        String name = (isSearch ? "search " : "") + table;
        if (Files.exists(results)) {
            for (String line : Files.readAllLines(results)) {
                if (line.startsWith(name + ",")) {
                    return Arrays.stream(line.split(",", -1)).skip(1).map(c -> c.split("=", -1))
                            .collect(Collectors.toMap(c -> c[0], c -> Double.parseDouble(c[1])));
                }
            }
        }
        System.err.println("table " + name);
        SplittableRandom random = new SplittableRandom(table.hashCode());
        Parts parts = isUnseen ? split(file(table, true), random) : labelled(file(table, false), random);
        Map<String, Double> found = isSearch ? search(table, parts, random) : alarms(table, parts, random);
        String line = name + "," + found.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).collect(Collectors.joining(","));
        Files.writeString(results, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return found;
    }

    /** A table of ADBench: labels, no split. */
    private static Parts labelled(Path file, SplittableRandom random) throws IOException {
        double[][] x = Npz.array(file, "X");
        double[][] y = Npz.array(file, "y");
        List<double[]> normal = shuffled(x, y, 0, random);
        int n = Math.min(TRAIN, normal.size() / 2);
        return new Parts(first(normal, n), first(normal.subList(n, normal.size()), FRESH), first(shuffled(x, y, 1, random), ODD));
    }

    /** A table of OddBench or OvRBench: its owners split it. */
    private static Parts split(Path file, SplittableRandom random) throws IOException {
        double[][] train = Npz.array(file, "train");
        double[][] test = Npz.array(file, "test");
        double[][] labels = Npz.array(file, "test_labels");
        return new Parts(first(shuffled(train, new double[train.length][1], 0, random), TRAIN), first(shuffled(test, labels, 0, random), FRESH),
                first(shuffled(test, labels, 1, random), ODD));
    }

    private static double[][] first(List<double[]> rows, int most) {
        return rows.stream().limit(most).toArray(double[][]::new);
    }

    private static List<double[]> shuffled(double[][] x, double[][] y, int label, SplittableRandom random) {
        List<double[]> rows = new ArrayList<>(IntStream.range(0, x.length).filter(i -> y[i][0] == label).mapToObj(i -> x[i]).toList());
        for (int i = rows.size() - 1; i > 0; i--) {
            Collections.swap(rows, i, random.nextInt(i + 1));
        }
        return rows;
    }

    private Map<String, Double> alarms(String table, Parts rows, SplittableRandom random) throws IOException, InterruptedException {
        Map<String, double[][]> parts = new LinkedHashMap<>();
        parts.put("fresh", rows.fresh());
        parts.put("labelled", rows.anomalies());
        if (PLANTED.contains(table)) {
            parts.put("swap", mixed(rows.fresh(), false, random));
            parts.put("half", mixed(rows.fresh(), true, random));
        }
        String file = work(table);
        write(file + ".csv", rows.train());
        write(file + "-new.csv", parts.values().stream().flatMap(Arrays::stream).toArray(double[][]::new));
        vflow.run("train", file + ".csv", "--out", file + ".safetensors");
        vflow.run("score", file + ".safetensors", file + "-new.csv", "--alarms", "0.01", "--out", file + "-scored.csv");
        Map<String, List<String>> judged = Rows.columns(Path.of(file + "-scored.csv"));
        double[] ours = Rows.numbers(judged.get("alarm_score"), Double.NEGATIVE_INFINITY);
        double[] ps = Rows.numbers(judged.get("p_value"), Double.NEGATIVE_INFINITY);
        int n = rows.fresh().length;
        Map<String, Double> found = new LinkedHashMap<>();
        found.put("fresh", (double) n);
        found.put("alarms5", (double) IntStream.range(0, n).filter(i -> ps[i] <= 0.05).count());
        found.put("alarms1", (double) IntStream.range(0, n).filter(i -> ps[i] <= 0.01).count());
        int odd = rows.anomalies().length;
        found.put("found5", IntStream.range(n, n + odd).filter(i -> ps[i] <= 0.05).count() / (double) odd);
        int from = 0;
        for (Map.Entry<String, double[][]> part : parts.entrySet()) {
            int to = from + part.getValue().length;
            if (from > 0) {
                found.put(part.getKey(), Rows.auroc(Arrays.copyOf(ours, n), Arrays.copyOfRange(ours, from, to)));
            }
            from = to;
        }
        if (FILLED.contains(table)) {
            found.putAll(filled(file, rows, random));
        }
        ClaimRivals.of(rows.train(), random).forEach((name, rival) -> parts.forEach((kind, part) -> {
            if (!kind.equals("fresh")) {
                found.put(kind + name, Rows.auroc(scores(rows.fresh(), rival), scores(part, rival)));
            }
        }));
        return found;
    }

    /** The errors of cells that are removed and filled, in standard deviations of the training rows. */
    private Map<String, Double> filled(String file, Parts rows, SplittableRandom random) throws IOException, InterruptedException {
        double[][] whole = Arrays.copyOf(rows.fresh(), Math.min(GAPS, rows.fresh().length));
        double[][] gaps = Arrays.stream(whole)
                .map(row -> Arrays.stream(row).map(v -> random.nextDouble() < 0.3 ? Double.NaN : v).toArray())
                .toArray(double[][]::new);
        write(file + "-gaps.csv", gaps);
        vflow.run("impute", file + ".safetensors", file + "-gaps.csv", "--out", file + "-filled.csv");
        Map<String, Double> found = new LinkedHashMap<>();
        found.put("filled", ClaimRivals.error(rows.train(), whole, gaps, Rows.table(Path.of(file + "-filled.csv"), Double.NEGATIVE_INFINITY)));
        ClaimRivals.fillers(rows.train()).forEach((name, filler) -> found.put("filled" + name,
                ClaimRivals.error(rows.train(), whole, gaps, Arrays.stream(gaps).map(filler).toArray(double[][]::new))));
        return found;
    }

    /** Odd rows among the normal ones of one file. */
    private Map<String, Double> search(String table, Parts rows, SplittableRandom random) throws IOException, InterruptedException {
        int odd = Math.min(ODD / 2, rows.anomalies().length);
        List<double[]> all = new ArrayList<>(Arrays.asList(rows.anomalies()).subList(0, odd));
        all.addAll(Arrays.asList(rows.train()).subList(0, Math.min(rows.train().length, TRAIN - ODD / 2)));
        int[] order = IntStream.range(0, all.size()).toArray();
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int o = order[i];
            order[i] = order[j];
            order[j] = o;
        }
        double[][] x = Arrays.stream(order).mapToObj(all::get).toArray(double[][]::new);
        boolean[] isOdd = new boolean[x.length];
        IntStream.range(0, x.length).forEach(i -> isOdd[i] = order[i] < odd);
        String file = work(table) + "-file";
        write(file + ".csv", x);
        vflow.run("outliers", file + ".csv", "--out", file + "-searched.csv");
        double[] ours = Rows.numbers(Rows.columns(Path.of(file + "-searched.csv")).get("score"), Double.NEGATIVE_INFINITY);
        Map<String, Double> found = new LinkedHashMap<>();
        found.put("search", auroc(ours, isOdd));
        ClaimRivals.of(x, random).forEach((name, rival) -> found.put("search" + name, auroc(scores(x, rival), isOdd)));
        return found;
    }

    private static double[] scores(double[][] rows, ToDoubleFunction<double[]> score) {
        return Arrays.stream(rows).mapToDouble(score).toArray();
    }

    private static double auroc(double[] scores, boolean[] isOdd) {
        return Rows.auroc(IntStream.range(0, scores.length).filter(i -> !isOdd[i]).mapToDouble(i -> scores[i]).toArray(),
                IntStream.range(0, scores.length).filter(i -> isOdd[i]).mapToDouble(i -> scores[i]).toArray());
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

    private static String work(String table) {
        return Claims.WORK.resolve(table.replace('/', '-')).toString();
    }

    private static void write(String file, double[][] rows) throws IOException {
        Rows.write(Path.of(file), "c", 0, rows, v -> Double.isNaN(v) ? "" : isWhole(v) ? Long.toString((long) v) : Double.toString(v));
    }

    private static boolean isWhole(double v) {
        return v == Math.rint(v) && Math.abs(v) < 1e15;
    }
}
