import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Compares the columns of a file of samples with those of the training rows: by Kolmogorov and Smirnov, or by χ² for labels and for numbers of at most
 * 50 values.
 */
final class SampledColumns {
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

    /** The distance of the distributions of which cells are empty together, half of the sum of all differences of shares: 0 if they are equal. */
    static double patterns(Path train, Path samples) throws IOException {
        Map<String, List<String>> rows = Rows.columns(train);
        Map<String, List<String>> drawn = Rows.columns(samples);
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
        Map<String, List<String>> rows = Rows.columns(train);
        Map<String, Double> ps = new LinkedHashMap<>();
        Rows.columns(samples).forEach((name, drawn) -> {
            List<String> a = areGaps ? gaps(drawn) : known(drawn);
            List<String> b = areGaps ? gaps(rows.get(name)) : known(rows.get(name));
            if (Math.min(a.size(), b.size()) >= LEAST_CELLS) {
                ps.put(name, p(a, b));
            }
        });
        return ps;
    }

    private static List<String> gaps(List<String> cells) {
        return cells.stream().map(c -> known(List.of(c)).isEmpty() ? "gap" : "known").toList();
    }

    /** Kolmogorov and Smirnov for numbers and dates of many values, χ² for others. */
    private static double p(List<String> a, List<String> b) {
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

    private static double kolmogorov(double[] a, double[] b) {
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
        return t < 0.2 ? 1 : Math.clamp(p, 0, 1);
    }

    /** By χ² over labels with at least five expected in both, the others together. */
    private static double chiSquare(List<String> a, List<String> b) {
        Map<String, double[]> counts = new HashMap<>();
        a.forEach(s -> counts.computeIfAbsent(key(s), label -> new double[2])[0]++);
        b.forEach(s -> counts.computeIfAbsent(key(s), label -> new double[2])[1]++);
        double n = a.size();
        double m = b.size();
        double statistic = 0;
        int cells = 0;
        double[] rest = new double[2];
        for (double[] c : counts.values()) {
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
        return cells < 2 ? 1 : upper(cells - 1, statistic);
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
}
