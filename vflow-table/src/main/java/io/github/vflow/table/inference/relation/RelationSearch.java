package io.github.vflow.table.inference.relation;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.defaults.RelationDefaults;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Relation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds columns that others determine in all rows: equal and affine columns, labels that stand for each other, then linear functions of several
 * columns. Of equal columns the later one is derived, of a sum the total. Coincidences are no relations. A column takes part only if at least {@value
 * RelationDefaults#FEWEST_VARIED} of its rows differ from its most frequent number, in a pair of a longer table a tenth of them, or {@value
 * RelationDefaults#ENOUGH_VARIED}. A rule must hold in more rows than it has numbers to choose, by
 * ten. Mutable; for one search.
 */
public final class RelationSearch {
    private final List<ColumnNumbers> open;
    private final Set<String> kept;
    private final Map<String, Relation> found = new LinkedHashMap<>();

    private RelationSearch(List<ColumnNumbers> open, Set<String> kept) {
        this.open = open;
        this.kept = new HashSet<>(kept);
    }

    /**
     * The relations of a table.
     *
     * @param columns one for each number of a row
     * @param kept the names of columns that are not to be derived from others
     * @return the relation of each derived column; each can be resolved from the columns without one
     */
    public static Map<String, Relation> of(List<Column> columns, Rows rows, Set<String> kept) {
        if (columns.size() < 2
                || columns.size() > RelationDefaults.MOST_COLUMNS_OF_PAIRS
                || rows.size() <= RelationDefaults.ROWS_BEYOND) {
            return Map.of();
        }
        List<ColumnNumbers> open = IntStream.range(0, columns.size())
                .mapToObj(j -> ColumnNumbers.of(columns.get(j), rows, j))
                .filter(c -> c.varied() >= RelationDefaults.FEWEST_VARIED)
                .collect(Collectors.toCollection(ArrayList::new));
        RelationSearch search = new RelationSearch(open, kept);
        search.pairs();
        search.sums();
        return search.found;
    }

    /** Whether enough rows of two columns differ from the most frequent numbers, which agree in any case. */
    private static boolean areVaried(ColumnNumbers a, ColumnNumbers b) {
        return Math.min(a.varied(), b.varied()) >= enough(a.cells().length);
    }

    private static long enough(int rows) {
        return Math.clamp(
                Math.round(RelationDefaults.PART_VARIED * rows),
                RelationDefaults.FEWEST_VARIED,
                RelationDefaults.ENOUGH_VARIED);
    }

    private void pairs() {
        for (int j = 1; j < open.size(); j++) {
            for (int i = 0; i < j; i++) {
                ColumnNumbers a = open.get(i);
                ColumnNumbers b = open.get(j);
                if (isPair(a, b)) {
                    // one of both has left
                    boolean isLater = found.containsKey(b.name());
                    j--;
                    i = isLater ? j : i - 1;
                }
            }
        }
    }

    /** Derives one of two columns from the other, the later one if that is as good. */
    private boolean isPair(ColumnNumbers a, ColumnNumbers b) {
        if (!areVaried(a, b)) {
            return false;
        }
        Optional<LinearRule> forth = areNumbers(a, b) ? affine(a, b) : Optional.empty();
        Optional<LinearRule> back = forth.isPresent() ? affine(b, a) : Optional.empty();
        for (LinearRule.Way way : LinearRule.Way.values()) {
            if (forth.isPresent() && (isDerived(b, forth, way) || isDerived(a, back, way))) {
                return true;
            }
        }
        boolean isLater = !kept.contains(b.name());
        Optional<Relation> labels =
                isLater || !kept.contains(a.name()) ? isLater ? oneToOne(a, b) : oneToOne(b, a) : Optional.empty();
        labels.ifPresent(by -> {
            derive(isLater ? b : a, by);
            // a source of labels has these numbers only
            kept.add(isLater ? a.name() : b.name());
        });
        return labels.isPresent();
    }

    private boolean isDerived(ColumnNumbers column, Optional<LinearRule> rule, LinearRule.Way way) {
        Optional<Relation.Linear> by =
                kept.contains(column.name()) ? Optional.empty() : rule.flatMap(r -> r.relation(way));
        by.ifPresent(r -> derive(column, r));
        return by.isPresent();
    }

    private void derive(ColumnNumbers column, Relation by) {
        found.put(column.name(), by);
        open.removeIf(c -> c.name().equals(column.name()));
    }

    private static boolean areNumbers(ColumnNumbers a, ColumnNumbers b) {
        return !a.column().isCategory() && !b.column().isCategory();
    }

    /** Tests the line through the rows with the least and the greatest number, which most pairs leave at once, then the line of least squares. */
    private static Optional<LinearRule> affine(ColumnNumbers a, ColumnNumbers b) {
        double[] x = a.cells();
        double[] y = b.cells();
        int low = a.lowest();
        int high = a.highest();
        if (Double.isNaN(y[low]) || Double.isNaN(y[high])) {
            int[] both = IntStream.range(0, x.length)
                    .filter(i -> !Double.isNaN(x[i]) && !Double.isNaN(y[i]))
                    .toArray();
            low = IntStream.of(both).reduce((i, k) -> x[k] < x[i] ? k : i).orElse(0);
            high = IntStream.of(both).reduce((i, k) -> x[k] > x[i] ? k : i).orElse(0);
        }
        double slope = (y[high] - y[low]) / (x[high] - x[low]);
        if (!Double.isFinite(slope) || slope == 0) {
            return Optional.empty();
        }
        double allowed = RelationDefaults.ABOUT * Math.abs(y[high] - y[low]);
        for (int i = 0; i < x.length; i++) {
            if (Math.abs(y[i] - y[low] - slope * (x[i] - x[low])) > allowed) {
                return Optional.empty();
            }
        }
        return Optional.of(new LinearRule(b, List.of(a), new double[] {leastSquares(x, y, x[low], y[low])}));
    }

    private static double leastSquares(double[] x, double[] y, double fromX, double fromY) {
        double n = 0;
        double sx = 0;
        double sy = 0;
        double sxx = 0;
        double sxy = 0;
        for (int i = 0; i < x.length; i++) {
            double u = x[i] - fromX;
            double v = y[i] - fromY;
            if (!Double.isNaN(u + v)) {
                n++;
                sx += u;
                sy += v;
                sxx += u * u;
                sxy += u * v;
            }
        }
        return (n * sxy - sx * sy) / (n * sxx - sx * sx);
    }

    private static Optional<Relation> oneToOne(ColumnNumbers a, ColumnNumbers b) {
        int labels = b.counts().size();
        if (labels < 2 || a.counts().size() != labels) {
            return Optional.empty();
        }
        Map<Double, Double> to = new LinkedHashMap<>();
        Map<Double, Integer> rows = new HashMap<>();
        for (int i = 0; i < a.cells().length; i++) {
            double x = a.cells()[i];
            double y = b.cells()[i];
            if (!Double.isNaN(x) && !Double.isNaN(y)) {
                rows.merge(x, 1, Integer::sum);
                Double known = to.putIfAbsent(x, y);
                if (known != null && known != y) {
                    return Optional.empty();
                }
            }
        }
        boolean isInjective = new HashSet<>(to.values()).size() == to.size();
        if (!isInjective || !isShown(rows.values(), a.cells().length)) {
            return Optional.empty();
        }
        List<Double> from = to.keySet().stream().sorted().toList();
        return Optional.of(
                new Relation.OneToOne(a.name(), from, from.stream().map(to::get).toList()));
    }

    /** Whether pairs repeat in enough rows, and more than one of them: a pair of one row fits any other. */
    private static boolean isShown(Collection<Integer> rowsOfPairs, int all) {
        int[] repeated =
                rowsOfPairs.stream().mapToInt(n -> n).filter(n -> n > 1).toArray();
        int rows = IntStream.of(repeated).sum();
        return rows >= repeated.length + RelationDefaults.ROWS_BEYOND
                && rows - IntStream.of(repeated).max().orElse(0) >= enough(all);
    }

    private void sums() {
        List<ColumnNumbers> numbers =
                open.stream().filter(c -> !c.column().isCategory()).toList();
        if (numbers.size() < 3 || numbers.size() > RelationDefaults.MOST_COLUMNS_OF_SUMS) {
            return;
        }
        numbers = complete(numbers);
        Sums sums = new Sums(numbers);
        for (ColumnNumbers column : numbers) {
            Sums.Combination candidate = sums.candidate(column);
            if (candidate.sources().isEmpty() || !isDerived(column, candidate)) {
                sums.add(column);
            }
        }
    }

    /** Without the columns with the most gaps, until enough rows are complete. */
    private static List<ColumnNumbers> complete(List<ColumnNumbers> all) {
        List<ColumnNumbers> left = new ArrayList<>(all);
        left.sort(Comparator.comparingLong(c -> gaps(c).count()));
        int[] missing = new int[all.isEmpty() ? 0 : all.getFirst().cells().length];
        left.forEach(c -> gaps(c).forEach(i -> missing[i]++));
        while (left.size() > 2
                && IntStream.of(missing).filter(m -> m == 0).count()
                        <= 2L * (left.size() + RelationDefaults.ROWS_BEYOND)
                && gaps(left.getLast()).findAny().isPresent()) {
            gaps(left.removeLast()).forEach(i -> missing[i]--);
        }
        Set<ColumnNumbers> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        kept.addAll(left);
        return all.stream().filter(kept::contains).toList();
    }

    private static IntStream gaps(ColumnNumbers column) {
        return IntStream.range(0, column.cells().length).filter(i -> Double.isNaN(column.cells()[i]));
    }

    /**
     * Derives one of the columns of an exact function: of a sum the one that varies most, the total, since no part may come out negative; where
     * the numbers of all repeat the one with the most different ones, since a list of prices must stay one; else the later one. A column that is
     * kept, or has more digits, leaves it to the next.
     */
    private boolean isDerived(ColumnNumbers column, Sums.Combination candidate) {
        List<ColumnNumbers> sources = candidate.sources();
        if (sources.size() == 1 && !areVaried(column, sources.getFirst())) {
            return false;
        }
        boolean isOpen = sources.stream().noneMatch(s -> found.containsKey(s.name()));
        boolean isSum =
                Arrays.stream(candidate.weights()).allMatch(w -> Math.abs(Math.abs(w) - 1) < RelationDefaults.NEAR_ONE);
        boolean areLists = Stream.concat(sources.stream(), Stream.of(column)).allMatch(ColumnNumbers::isList);
        List<LinearRule> rules = IntStream.iterate(sources.size(), k -> k >= 0, k -> k - 1)
                .filter(k -> isOpen || k == sources.size())
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(k -> isSum && areLists
                                ? -at(k, sources, column).counts().size()
                                : 0)
                        .thenComparingDouble(
                                k -> isSum ? -at(k, sources, column).std() : 0))
                .map(k -> k == sources.size()
                        ? new LinearRule(column, sources, candidate.weights())
                        : turned(column, candidate, k))
                .toList();
        for (LinearRule.Way way : LinearRule.Way.values()) {
            for (LinearRule rule : rules) {
                if (isDerived(rule.of(), Optional.of(rule), way)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static ColumnNumbers at(int k, List<ColumnNumbers> sources, ColumnNumbers column) {
        return k == sources.size() ? column : sources.get(k);
    }

    /** The same function, solved for one of its sources. */
    private static LinearRule turned(ColumnNumbers column, Sums.Combination candidate, int k) {
        double weight = candidate.weights()[k];
        int[] others = IntStream.range(0, candidate.weights().length)
                .filter(i -> i != k)
                .toArray();
        List<ColumnNumbers> sources = Stream.concat(
                        IntStream.of(others).mapToObj(candidate.sources()::get), Stream.of(column))
                .toList();
        double[] weights = IntStream.concat(IntStream.of(others), IntStream.of(-1))
                .mapToDouble(i -> i < 0 ? 1 / weight : -candidate.weights()[i] / weight)
                .toArray();
        return new LinearRule(candidate.sources().get(k), sources, weights);
    }
}
