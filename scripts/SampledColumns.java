import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Compares the columns of a file of samples with those of fresh rows.
 *
 * <pre>
 *   ./vflow train train.csv --out model.safetensors
 *   ./vflow sample model.safetensors -n 4000 --out samples.csv
 *   java scripts/SampledColumns.java train.csv new.csv samples.csv
 * </pre>
 *
 * For each column: the largest difference D of the distribution functions, or of the shares of labels, between samples and new rows; its p-value by
 * Kolmogorov and Smirnov, or by χ² for labels and for numbers of at most 50 values; and the same between training and new rows. A normal copula with
 * the columns' own distribution functions draws the numbers of the training rows, so this is the copula's D. A sample is impossible if it is negative,
 * has a fraction, is a third value, or is an unknown label, where no training row is or has one.
 */
final class SampledColumns {
    private static final double LEVEL = 0.01;
    private static final int LEAST_EXPECTED = 5;
    /** Numbers of more different values are compared by their distribution functions, others by shares. */
    private static final int MOST_LABELS = 50;
    /** A column of fewer known cells is not compared. */
    private static final int LEAST_CELLS = 5;
    private static final String DATE = "\\d{4}-\\d\\d-\\d\\d";
    private static final String TIME = DATE + "[ T]\\d\\d:\\d\\d:\\d\\d";
    private static final double SECONDS = 86_400;
    private static final DateTimeFormatter NAMED = DateTimeFormatter.ofPattern("MMM d uuuu", Locale.ENGLISH);
    private static final String NAMED_DATE = "[A-Z][a-z]{2} \\d{1,2} \\d{4}";
    private static final String AMOUNT = "-?\\$?\\d{1,3}(,\\d{3})*(\\.\\d+)?";

    private SampledColumns() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            System.err.println("usage: TRAIN.csv NEW.csv SAMPLES.csv");
            System.exit(2);
        }
        Map<String, List<String>> train = read(Path.of(args[0]));
        Map<String, List<String>> fresh = read(Path.of(args[1]));
        Map<String, List<String>> samples = read(Path.of(args[2]));
        System.out.println("column | law | D of samples | p | D of training rows | p | impossible samples");
        List<Compared> all = new ArrayList<>();
        samples.forEach((name, drawn) -> {
            Compared c = Compared.of(known(train.get(name)), known(fresh.get(name)), known(drawn));
            all.add(c);
            System.out.println(name + " | " + c);
        });
        System.out.printf(Locale.ROOT, "all %d | | %.3f | %d below %.2f | %.3f | %d below %.2f | %d%n",
                all.size(),
                all.stream().mapToDouble(c -> c.ours.d).average().orElse(0),
                all.stream().filter(c -> c.ours.p < LEVEL).count(), LEVEL,
                all.stream().mapToDouble(c -> c.copula.d).average().orElse(0),
                all.stream().filter(c -> c.copula.p < LEVEL).count(), LEVEL,
                all.stream().mapToLong(c -> c.impossible).sum());
    }

    /** The distance of the distributions of which cells are empty together, half of the sum of all differences of shares: 0 if they are equal. */
    static double patterns(Path train, Path samples) throws IOException {
        Map<String, List<String>> rows = read(train);
        Map<String, List<String>> drawn = read(samples);
        rows.keySet().retainAll(drawn.keySet());
        Map<List<String>, Double> differences = new HashMap<>();
        shares(rows).forEach((pattern, share) -> differences.merge(pattern, share, Double::sum));
        shares(drawn).forEach((pattern, share) -> differences.merge(pattern, -share, Double::sum));
        return differences.values().stream().mapToDouble(Math::abs).sum() / 2;
    }

    private static Map<List<String>, Double> shares(Map<String, List<String>> table) {
        List<String> names = table.keySet().stream().sorted().toList();
        List<List<String>> columns = names.stream().map(name -> gaps(table.get(name))).toList();
        int n = columns.getFirst().size();
        Map<List<String>, Double> shares = new HashMap<>();
        for (int i = 0; i < n; i++) {
            int row = i;
            shares.merge(columns.stream().map(c -> c.get(row)).toList(), 1.0 / n, Double::sum);
        }
        return shares;
    }

    /**
     * The p-values of the columns of samples beside the training rows, by name.
     *
     * @param areGaps whether the shares of missing cells are compared, instead of the known cells
     */
    static Map<String, Double> ps(Path train, Path samples, boolean areGaps) throws IOException {
        Map<String, List<String>> rows = read(train);
        Map<String, Double> ps = new LinkedHashMap<>();
        read(samples).forEach((name, drawn) -> {
            List<String> a = areGaps ? gaps(drawn) : known(drawn);
            List<String> b = areGaps ? gaps(rows.get(name)) : known(rows.get(name));
            if (Math.min(a.size(), b.size()) >= LEAST_CELLS) {
                ps.put(name, law(a, b).p);
            }
        });
        return ps;
    }

    private static List<String> gaps(List<String> cells) {
        return cells.stream().map(c -> known(List.of(c)).isEmpty() ? "gap" : "known").toList();
    }

    private record Test(double d, double p) {}

    /** Kolmogorov and Smirnov for numbers and dates of many values, χ² for others. */
    private static Test law(List<String> a, List<String> b) {
        Set<String> labels = new HashSet<>(b);
        if (labels.size() > MOST_LABELS && isNumber(a) && isNumber(b)) {
            return kolmogorov(numbers(a), numbers(b));
        }
        if (a.contains("other") && !labels.contains("other")) {
            Set<String> named = new HashSet<>(a);
            return chiSquare(a, b.stream().map(s -> named.contains(s) ? s : "other").toList());
        }
        return chiSquare(a, b);
    }

    private record Compared(boolean isNumeric, Test ours, Test copula, long impossible) {
        static Compared of(List<String> train, List<String> fresh, List<String> drawn) {
            Set<String> labels = new HashSet<>(train);
            if (!isNumber(train) || labels.size() <= 2) {
                long unknown = drawn.stream().filter(s -> !isAmong(labels, s)).count();
                return new Compared(false, law(drawn, fresh), law(train, fresh), unknown);
            }
            double[] x = numbers(train);
            boolean isWhole = Arrays.stream(x).allMatch(v -> v == Math.rint(v));
            boolean isPositive = Arrays.stream(x).allMatch(v -> v >= 0);
            double[] y = numbers(drawn);
            long impossible = Arrays.stream(y)
                    .filter(v -> isWhole && v != Math.rint(v) || isPositive && v < 0)
                    .count();
            return new Compared(true, law(drawn, fresh), law(train, fresh), impossible);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s | %.3f | %.4f | %.3f | %.4f | %d",
                    isNumeric ? "number" : "labels", ours.d, ours.p, copula.d, copula.p, impossible);
        }
    }

    /** A label, or a number of the same value; rare labels may come out as "other". */
    private static boolean isAmong(Set<String> labels, String text) {
        return labels.contains(text) || text.equals("other")
                || labels.stream().anyMatch(l -> isNumber(List.of(l, text)) && number(l) == number(text));
    }

    private static Test kolmogorov(double[] a, double[] b) {
        Arrays.sort(a);
        Arrays.sort(b);
        double d = 0;
        for (int i = 0, j = 0; i < a.length && j < b.length; ) {
            double x = Math.min(a[i], b[j]);
            while (i < a.length && a[i] <= x) i++;
            while (j < b.length && b[j] <= x) j++;
            d = Math.max(d, Math.abs((double) i / a.length - (double) j / b.length));
        }
        double root = Math.sqrt((double) a.length * b.length / (a.length + b.length));
        double t = (root + 0.12 + 0.11 / root) * d;
        double p = 0;
        for (int k = 1; k <= 100; k++) {
            p += (k % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * k * k * t * t);
        }
        return new Test(d, t < 0.2 ? 1 : Math.clamp(p, 0, 1));
    }

    /** D is the largest difference of shares; p is that of χ² over labels with at least five expected in both, the others together. */
    private static Test chiSquare(List<String> a, List<String> b) {
        Map<String, double[]> counts = new HashMap<>();
        a.forEach(s -> counts.computeIfAbsent(key(s), label -> new double[2])[0]++);
        b.forEach(s -> counts.computeIfAbsent(key(s), label -> new double[2])[1]++);
        double n = a.size();
        double m = b.size();
        double d = 0;
        double statistic = 0;
        int cells = 0;
        double[] rest = new double[2];
        for (double[] c : counts.values()) {
            d = Math.max(d, Math.abs(c[0] / n - c[1] / m));
            if ((c[0] + c[1]) * Math.min(n, m) / (n + m) < LEAST_EXPECTED) {
                rest[0] += c[0];
                rest[1] += c[1];
            } else {
                statistic += term(c, n, m);
                cells++;
            }
        }
        if (rest[0] + rest[1] > 0) {
            statistic += term(rest, n, m);
            cells++;
        }
        return new Test(d, cells < 2 ? 1 : upper(cells - 1, statistic));
    }

    private static double term(double[] c, double n, double m) {
        double difference = Math.sqrt(m / n) * c[0] - Math.sqrt(n / m) * c[1];
        return difference * difference / (c[0] + c[1]);
    }

    /** P(χ² with k degrees of freedom > x), by the series of the incomplete gamma function, whose scale is apart since it may be beyond a double. */
    private static double upper(int k, double x) {
        double half = k / 2.0;
        double term = 1 / half;
        double sum = term;
        double scale = 0;
        for (int i = 1; i < x || term > 1e-17 * sum; i++) {
            term *= x / 2 / (half + i);
            sum += term;
            if (sum > 1e200) {
                term *= 1e-200;
                sum *= 1e-200;
                scale += 200 * Math.log(10);
            }
        }
        double logGamma = k % 2 == 0 ? 0 : Math.log(Math.PI) / 2;
        for (double i = k % 2 == 0 ? 1 : 0.5; i < half; i++) {
            logGamma += Math.log(i);
        }
        return x == 0 ? 1 : Math.clamp(1 - Math.exp(Math.log(sum) + scale + half * Math.log(x / 2) - x / 2 - logGamma), 0, 1);
    }

    private static String key(String text) {
        return isNumber(List.of(text)) ? String.valueOf(number(text)) : text;
    }

    private static List<String> known(List<String> cells) {
        return cells.stream().filter(s -> !s.isEmpty() && !s.equals("NA")).toList();
    }

    private static boolean isNumber(List<String> cells) {
        return cells.stream().allMatch(s -> s.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?|" + AMOUNT + "|" + DATE + "|" + TIME + "|" + NAMED_DATE));
    }

    private static double[] numbers(List<String> cells) {
        return cells.stream().mapToDouble(SampledColumns::number).toArray();
    }

    /** The number of a cell, which may be an amount such as $1,234; a date counts its days, and a time parts of them. */
    static double number(String text) {
        if (text.matches(TIME)) {
            return LocalDateTime.parse(text.replace(' ', 'T')).toEpochSecond(ZoneOffset.UTC) / SECONDS;
        }
        if (text.matches(DATE)) {
            return LocalDate.parse(text).toEpochDay();
        }
        return text.matches(NAMED_DATE)
                ? LocalDate.parse(text, NAMED).toEpochDay()
                : Double.parseDouble(text.replaceAll("[$,%]", ""));
    }

    /** The columns of a CSV file by name. */
    static Map<String, List<String>> read(Path file) throws IOException {
        List<String> lines = RealTables.records(Files.readString(file));
        List<String> names = cells(lines.getFirst());
        Map<String, List<String>> columns = new LinkedHashMap<>();
        names.forEach(name -> columns.put(name, new ArrayList<>()));
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells = cells(line);
            for (int j = 0; j < names.size(); j++) {
                columns.get(names.get(j)).add(cells.get(j));
            }
        }
        return columns;
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean isQuoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                isQuoted = !isQuoted;
            } else if (c == ',' && !isQuoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString().strip());
        return cells;
    }
}
