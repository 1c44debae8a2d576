import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Simple densities of the columns that {@code vflow schema} prints, with the same numbers as probabilities and as densities, so that ln p of a row can
 * be compared.
 *
 * <ul>
 *   <li>{@code independent}: shares of labels and of numbers with a probability, half a row more for each; for the others kernels of Silverman's width,
 *       and 5 % of a broad normal distribution; for whole numbers without a list, what fits the training rows better;
 *   <li>{@code mixture}: {@link PlainMixture} of the columns that have nothing but a density, in the rows without a gap there, beside independent
 *       columns for the others.
 * </ul>
 */
final class TableRivals {
    private static final Set<String> MISSING = Set.of("", "NA", "N/A", "NaN", "nan", "null", "NULL", "?", "-");
    private static final Pattern COUNT = Pattern.compile("probability of (\\d+) numbers, (?:density|and) .*");
    private static final Pattern LIST = Pattern.compile("probability of (-?[\\d.].*?), (?:density|and) of the others.*");
    private static final Pattern LABELS = Pattern.compile("probability of the category, one of (\\d+).*");
    private static final Pattern REST = Pattern.compile("density of (.+), which is (never negative, and )?0 in .*");
    private static final int LEAST_ROWS = 20;

    private final List<Column> columns;
    private final int trained;
    private final int fresh;

    /**
     * A column: its cells by number, where −1 is a gap and the last cell, if there is a density, holds all other numbers.
     *
     * @param x the numbers of the training rows, and y those of the new rows; none where there is no density
     * @param others the number of values that share the last cell; whole numbers in the range of the training rows that none of these has
     */
    private record Column(int cells, int[] a, int[] b, double[] x, double[] y, double others) {
        boolean isDensity() {
            return x.length > 0;
        }

        Column noisy() {
            Random random = new Random(1);
            UnaryOperator<double[]> noise = v -> Arrays.stream(v).map(z -> z + random.nextDouble() - 0.5).toArray();
            return new Column(cells, a, b, noise.apply(x), noise.apply(y), others);
        }

        Column sharing(double[] wholeNumbers) {
            DoubleSummaryStatistics range = Arrays.stream(wholeNumbers).filter(v -> !Double.isNaN(v)).summaryStatistics();
            return new Column(cells, a, b, x, y, Math.max(1, range.getMax() - range.getMin() + 2 - cells));
        }
    }

    /** ln p of each new row, NaN where there is none, and words. */
    record Densities(double[] logProb, String words) {}

    /**
     * Reads the columns as {@code vflow schema} printed them.
     *
     * @throws IOException if the use of a column has no counterpart here
     */
    TableRivals(Path train, Path newRows, String printed) throws IOException {
        Map<String, List<String>> a = Rows.columns(train);
        Map<String, List<String>> b = Rows.columns(newRows);
        trained = a.values().iterator().next().size();
        fresh = b.values().iterator().next().size();
        columns = new ArrayList<>();
        for (Map.Entry<String, String> e : uses(printed).entrySet()) {
            String name = e.getKey();
            if (printed.contains(" (" + name + ") holds milliseconds since 1970")) {
                List.of(a, b).forEach(all -> all.computeIfPresent(name, (_, cells) -> days(cells)));
            }
            column(name, e.getValue(), a, b);
        }
        if (columns.isEmpty()) {
            throw new IOException("no columns in what was printed: " + printed);
        }
    }

    private static List<String> days(List<String> milliseconds) {
        return milliseconds.stream().map(c -> MISSING.contains(c) ? "" : String.valueOf(Double.parseDouble(c) / TimeUnit.DAYS.toMillis(1))).toList();
    }

    /** The last cell of each line of the table of columns, by the first. */
    static Map<String, String> uses(String printed) {
        Map<String, String> uses = new java.util.LinkedHashMap<>();
        int kind = -1;
        int use = -1;
        for (String line : printed.split("\n")) {
            if (line.startsWith("column ") && line.contains(" kind ") && line.endsWith(" use")) {
                kind = line.indexOf(" kind ") + 1;
                use = line.length() - 3;
            } else if (use > 0 && (line.length() <= use || line.startsWith("note:") || line.contains(".csv: "))) {
                use = -1;
            } else if (use > 0) {
                uses.put(line.substring(0, kind).strip(), line.substring(use).strip());
            }
        }
        return uses;
    }

    private void column(String name, String use, Map<String, List<String>> train, Map<String, List<String>> newRows) throws IOException {
        Matcher labels = LABELS.matcher(use);
        Matcher rest = REST.matcher(use);
        if (use.startsWith("left out")) {
            return;
        }
        if (labels.matches()) {
            columns.add(shares(folded(train.get(name), Integer.parseInt(labels.group(1)), train.get(name)),
                    folded(newRows.get(name), Integer.parseInt(labels.group(1)), train.get(name))));
        } else if (use.startsWith("probability") && !use.contains("density")) {
            columns.add(wholeNumbers(values(train.get(name)), values(newRows.get(name)), atoms(use)));
        } else if (rest.matches()) {
            columns.add(numbers(rest(rest.group(1), train), rest(rest.group(1), newRows), 1));
        } else if (use.matches("density(?! of ).*|density of (month|weekday|hour).*|.*density of the others.*")) {
            columns.add(numbers(values(train.get(name)), values(newRows.get(name)), atoms(use)));
        } else {
            throw new IOException("no counterpart of the use of column " + name + ": " + use);
        }
    }

    /** The differences or sums of columns. */
    private static double[] rest(String terms, Map<String, List<String>> all) throws IOException {
        Matcher bracket = Pattern.compile("(.*) - \\((.*)\\)").matcher(terms);
        if (bracket.matches()) {
            double[] first = rest(bracket.group(1), all);
            double[] others = rest(bracket.group(2), all);
            return IntStream.range(0, first.length).mapToDouble(i -> Math.rint(1e9 * (first[i] - others[i])) / 1e9).toArray();
        }
        String[] parts = terms.split(" (?=[-+] )");
        double[] sum = null;
        for (String part : parts) {
            String name = part.replaceFirst("^[-+] ", "");
            if (!all.containsKey(name)) {
                throw new IOException("no column " + name + " of " + terms);
            }
            double sign = part.startsWith("- ") ? -1 : 1;
            double[] values = values(all.get(name));
            double[] before = sum;
            sum = IntStream.range(0, values.length)
                    .mapToDouble(i -> Math.rint(1e9 * ((before == null ? 0 : before[i]) + sign * values[i])) / 1e9)
                    .toArray();
        }
        return sum;
    }

    /** The numbers of the cells, NaN where they are missing. A form that this class does not read, such as a time, is an exception. */
    private static double[] values(List<String> cells) {
        return cells.stream().mapToDouble(c -> MISSING.contains(c) ? Double.NaN : SampledColumns.number(c)).toArray();
    }

    /** The numbers that have a probability of their own beside others, by the words of the model. */
    private static int atoms(String use) {
        Matcher count = COUNT.matcher(use);
        Matcher list = LIST.matcher(use);
        return count.matches() ? Integer.parseInt(count.group(1)) : list.matches() ? list.group(1).split(", ").length : 0;
    }

    /**
     * Shares of the numbers; or a density of the numbers with noise of half a step, which is about the probability of a whole number where kernels are
     * wide, if it is better for the second half of the training rows, given the first.
     */
    private static Column wholeNumbers(double[] x, double[] y, int atoms) {
        double[] fit = Arrays.copyOf(x, x.length / 2);
        double[] judge = Arrays.copyOfRange(x, x.length / 2, x.length);
        Column density = numbers(x, y, atoms);
        double[] others = others(density);
        return others.length > LEAST_ROWS && width(others) >= 1 && sum(shared(fit, judge)) < sum(numbers(fit, judge, atoms)) ? density.noisy()
                : shared(x, y);
    }

    private static double sum(Column column) {
        return Arrays.stream(independent(List.of(column), column.b.length)).sum();
    }

    private static Column shared(double[] x, double[] y) {
        return shares(numerals(x), numerals(y)).sharing(x);
    }

    private static List<String> numerals(double[] values) {
        return Arrays.stream(values).mapToObj(v -> Double.isNaN(v) ? "" : String.valueOf(v)).toList();
    }

    /** All but the most frequent labels of the training rows are one, as where the model has fewer labels than the rows. */
    private static List<String> folded(List<String> cells, int most, List<String> train) {
        Map<String, Long> counts = train.stream().filter(c -> !MISSING.contains(c)).collect(Collectors.groupingBy(c -> c, Collectors.counting()));
        List<String> kept = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(counts.size() > most ? most - 1 : most)
                .map(Map.Entry::getKey)
                .toList();
        return cells.stream().map(c -> MISSING.contains(c) ? "" : kept.contains(c) || counts.size() <= most ? c : "other").toList();
    }

    private static Column shares(List<String> a, List<String> b) {
        Map<String, Integer> places = new HashMap<>();
        a.stream().filter(c -> !c.isEmpty()).forEach(c -> places.putIfAbsent(c, places.size()));
        ToDoubleFunction<String> code = c -> c.isEmpty() ? -1 : places.getOrDefault(c, places.size());
        return new Column(places.size() + 1, codes(a, code), codes(b, code), new double[0], new double[0], 1);
    }

    private static int[] codes(List<String> cells, ToDoubleFunction<String> code) {
        return cells.stream().mapToInt(c -> (int) code.applyAsDouble(c)).toArray();
    }

    /** Numbers, of which the most frequent ones are atoms. */
    private static Column numbers(double[] x, double[] y, int atoms) {
        Map<Double, Long> counts = Arrays.stream(x).filter(v -> !Double.isNaN(v)).boxed()
                .collect(Collectors.groupingBy(v -> v, Collectors.counting()));
        List<Double> all = counts.entrySet().stream()
                .sorted(Map.Entry.<Double, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(atoms)
                .map(Map.Entry::getKey)
                .toList();
        return new Column(all.size() + 1, codes(x, all), codes(y, all), x, y, 1);
    }

    private static int[] codes(double[] x, List<Double> atoms) {
        return Arrays.stream(x).mapToInt(v -> Double.isNaN(v) ? -1 : atoms.contains(v) ? atoms.indexOf(v) : atoms.size()).toArray();
    }

    // ---------------------------------------------------------------------------------------------- the densities

    /** By name, as in the list above. */
    Densities of(String name) {
        return switch (name) {
            case "independent" -> new Densities(independent(columns, fresh), "");
            case "mixture" -> mixture();
            default -> throw new IllegalArgumentException("There is no density " + name + ".");
        };
    }

    private static double[] independent(List<Column> some, int rows) {
        double[] sum = new double[rows];
        for (Column c : some) {
            double[] logs = logShares(c);
            double[] x = others(c);
            for (int i = 0; i < rows; i++) {
                if (c.b[i] >= 0) {
                    sum[i] += logs[c.b[i]] + (x.length > 0 && c.b[i] == c.cells - 1 ? Math.log(kernels(x, c.y[i])) : 0);
                }
            }
        }
        return sum;
    }

    /** The training numbers that have a density. */
    private static double[] others(Column c) {
        return IntStream.range(0, c.x.length).filter(i -> c.a[i] == c.cells - 1).mapToDouble(i -> c.x[i]).sorted().toArray();
    }

    private static double[] logShares(Column c) {
        double[] counts = new double[c.cells];
        Arrays.stream(c.a).filter(k -> k >= 0).forEach(k -> counts[k]++);
        double n = Arrays.stream(counts).sum();
        return IntStream.range(0, c.cells).mapToDouble(k -> Math.log((counts[k] + 0.5) / (n + 0.5 * c.cells) / (k < c.cells - 1 ? 1 : c.others))).toArray();
    }

    /** The density at a number, by sorted ones. */
    private static double kernels(double[] x, double at) {
        double h = width(x);
        double sum = 0;
        for (double v : x) {
            sum += normal((at - v) / h) / h;
        }
        double broad = 3 * deviation(x) + 1e-9;
        return Math.max(1e-300, 0.95 * sum / x.length + 0.05 * normal((at - Rows.mean(x)) / broad) / broad);
    }

    private static double width(double[] x) {
        double std = deviation(x);
        double range = (x[(int) (0.75 * (x.length - 1))] - x[(int) (0.25 * (x.length - 1))]) / 1.34;
        double least = range > 0 ? Math.min(std, range) : std;
        return Math.max(1e-9, 0.9 * least * Math.pow(x.length, -0.2));
    }

    private static double deviation(double[] x) {
        double mean = Rows.mean(x);
        return Math.sqrt(Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
    }

    private static double normal(double z) {
        return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
    }

    private Densities mixture() {
        List<Column> smooth = columns.stream().filter(c -> c.isDensity() && c.cells == 1).toList();
        List<Column> others = columns.stream().filter(c -> !smooth.contains(c)).toList();
        double[][] train = IntStream.range(0, trained)
                .mapToObj(i -> smooth.stream().mapToDouble(c -> c.x[i]).toArray())
                .filter(TableRivals::isComplete)
                .toArray(double[][]::new);
        double[] sum = independent(others, fresh);
        if (smooth.isEmpty() || train.length < LEAST_ROWS) {
            Arrays.fill(sum, Double.NaN);
            return new Densities(sum, smooth.isEmpty() ? "no column has nothing but a density" : train.length + " complete rows");
        }
        PlainMixture mixture = new PlainMixture(train);
        for (int i = 0; i < fresh; i++) {
            int row = i;
            double[] y = smooth.stream().mapToDouble(c -> c.y[row]).toArray();
            sum[i] += isComplete(y) ? mixture.logDensity(y) : Double.NaN;
        }
        return new Densities(sum, mixture + " for " + smooth.size() + " of " + columns.size() + " columns");
    }

    private static boolean isComplete(double[] row) {
        return Arrays.stream(row).noneMatch(Double::isNaN);
    }
}
