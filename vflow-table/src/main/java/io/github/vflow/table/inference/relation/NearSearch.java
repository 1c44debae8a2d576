package io.github.vflow.table.inference.relation;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.defaults.KindDefaults;
import io.github.vflow.table.defaults.RelationDefaults;
import io.github.vflow.table.inference.Evidence;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Notation;
import io.github.vflow.table.schema.Relation;
import io.github.vflow.table.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds numbers that are another one, or the sum or the difference of two others, in most rows, and numbers and dates that are hardly ever less than
 * another one. Rows count only where they could have broken the rule: a column is not its most frequent number there. Mutable; for one search.
 */
public final class NearSearch {
    private final int rows;
    private final Set<String> kept;
    private final List<ColumnNumbers> open;
    private final boolean areDates;
    private final Map<String, Relation.Near> found = new HashMap<>();

    private NearSearch(int rows, Set<String> kept, List<ColumnNumbers> open, boolean areDates) {
        this.rows = rows;
        this.kept = kept;
        this.open = open;
        this.areDates = areDates;
    }

    /** The dates of a table that are hardly ever before another one, such as an end and a start. */
    public static List<Relation.Near> ofDates(Schema schema, Rows rows, Set<String> kept) {
        List<Column> columns = schema.modelled().columns();
        List<ColumnNumbers> dates = IntStream.range(0, columns.size())
                .filter(j -> columns.get(j).isContinuous()
                        && schema.notation(columns.get(j).name()) instanceof Notation.Dates d
                        && d.months() == 0)
                .mapToObj(j -> ColumnNumbers.of(columns.get(j), rows, j))
                .toList();
        NearSearch search = new NearSearch(rows.size(), kept, dates, true);
        search.bounds();
        return search.inOrder(columns);
    }

    /**
     * The near relations of a table, in the order of its columns.
     *
     * @param kept the names of columns that stay as they are
     */
    public static List<Relation.Near> of(Schema schema, Rows rows, Set<String> kept) {
        List<Column> columns = schema.modelled().columns();
        Set<String> made = schema.made();
        if (columns.size() > RelationDefaults.MOST_COLUMNS_OF_SUMS || rows.size() < RelationDefaults.ROWS_OF_NEAR) {
            return List.of();
        }
        List<ColumnNumbers> open = IntStream.range(0, columns.size())
                .filter(j -> schema.hasBoundsOfRows(columns.get(j))
                        && !made.contains(columns.get(j).name()))
                .mapToObj(j -> ColumnNumbers.of(columns.get(j), rows, j))
                .filter(c -> c.varied() >= RelationDefaults.ROWS_OF_NEAR)
                .toList();
        NearSearch search = new NearSearch(rows.size(), kept, open, false);
        search.sums();
        search.bounds();
        return search.inOrder(columns);
    }

    private List<Relation.Near> inOrder(List<Column> columns) {
        return columns.stream()
                .flatMap(c -> Stream.ofNullable(found.get(c.name())))
                .toList();
    }

    /** Each column as the best of another one, and of sums and differences of two others; the later one of two equal columns. */
    private void sums() {
        for (ColumnNumbers of : open.reversed()) {
            List<ColumnNumbers> others =
                    open.stream().filter(c -> isFree(of, c)).toList();
            List<List<ColumnNumbers>> sources = new ArrayList<>();
            for (int i = 0; i < others.size(); i++) {
                sources.add(List.of(others.get(i)));
                for (int j = 0; j < i && others.size() <= RelationDefaults.MOST_COLUMNS_OF_NEAR_SUMS; j++) {
                    sources.add(List.of(others.get(j), others.get(i)));
                }
            }
            sources.stream()
                    .flatMap(s -> weights(of, s).flatMap(w -> near(of, s, w).stream()))
                    .max(Comparator.comparingDouble(Relation.Near::share))
                    .ifPresent(near -> found.put(of.name(), near));
        }
    }

    private static boolean isLabel(ColumnNumbers column) {
        return !column.counts().isEmpty() && column.counts().size() < RelationDefaults.NUMBERS_OF_NEAR;
    }

    /** Whether a column may be derived, and from another one, which does not depend on it. */
    private boolean isFree(ColumnNumbers of, ColumnNumbers source) {
        return !kept.contains(of.name()) && !found.containsKey(of.name()) && !depends(source.name(), of.name());
    }

    private boolean depends(String column, String on) {
        Relation.Near by = found.get(column);
        return column.equals(on) || (by != null && by.rule().sources().stream().anyMatch(s -> depends(s, on)));
    }

    /** The weights of a sum, and of a difference whose total has fewer decimals than its parts, so that a part is derived. */
    private static Stream<double[]> weights(ColumnNumbers of, List<ColumnNumbers> sources) {
        if (isLabel(of) || !isClosed(of, sources)) {
            return Stream.empty();
        }
        Stream<double[]> differences = sources.size() == 1
                ? Stream.empty()
                : IntStream.range(0, 2)
                        .filter(k -> !isClosed(sources.get(k), List.of(of)))
                        .mapToObj(k -> new double[] {k == 0 ? 1 : -1, k == 0 ? -1 : 1});
        return sources.stream().anyMatch(NearSearch::isLabel)
                ? differences
                : Stream.concat(Stream.of(new double[] {1, 1}), differences);
    }

    private Optional<Relation.Near> near(ColumnNumbers of, List<ColumnNumbers> sources, double... weights) {
        Relation.Linear rule = rule(of, sources, weights);
        int telling = 0;
        int known = 0;
        int all = 0;
        int met = 0;
        double[] numbers = new double[sources.size()];
        Set<Double> different = new HashSet<>();
        for (int i = 0; i < rows; i++) {
            double value = of.cells()[i];
            boolean isTelling = value != of.usual();
            boolean isKnown = !Double.isNaN(value);
            for (int k = 0; k < numbers.length; k++) {
                numbers[k] = sources.get(k).cells()[i];
                isKnown &= !Double.isNaN(numbers[k]);
                // a sum with nothing to add is an equality
                isTelling = numbers.length == 1
                        ? isTelling || numbers[k] != sources.get(k).usual()
                        : (k == 0 || isTelling) && numbers[k] != 0;
            }
            if (!isKnown) {
                continue;
            }
            boolean holds = rule.holds(numbers, value);
            known++;
            all += holds ? 1 : 0;
            if (isTelling) {
                telling++;
                met += holds ? 1 : 0;
                if (holds) {
                    different.add(value);
                }
                if (telling == RelationDefaults.ROWS_OF_NEAR && 2 * met < telling) {
                    return Optional.empty();
                }
            }
        }
        boolean isNear = telling >= RelationDefaults.ROWS_OF_NEAR
                && met >= RelationDefaults.SHARE_OF_NEAR * telling
                && different.size() >= RelationDefaults.NUMBERS_OF_NEAR;
        return isNear
                ? Optional.of(new Relation.Near(of.name(), rule, false, areWhole(of, sources), all / (double) known, 0))
                : Optional.empty();
    }

    private static Relation.Linear rule(ColumnNumbers of, List<ColumnNumbers> sources, double... weights) {
        return new Relation.Linear(
                IntStream.range(0, sources.size())
                        .mapToObj(k -> sources.get(k).term(weights[k]))
                        .toList(),
                0,
                of.digits(),
                false);
    }

    /** Whether the rest has the digits of the column, so that it gives the column back. */
    private static boolean isClosed(ColumnNumbers of, List<ColumnNumbers> sources) {
        return sources.stream()
                .allMatch(s -> s.digits().decimals() <= of.digits().decimals());
    }

    private static boolean areWhole(ColumnNumbers of, List<ColumnNumbers> sources) {
        return Stream.concat(Stream.of(of), sources.stream())
                .allMatch(c -> c.column().isWhole());
    }

    /** Each column with the nearest one below it. */
    private void bounds() {
        List<ColumnNumbers> many =
                areDates ? open : open.stream().filter(c -> !isLabel(c)).toList();
        for (ColumnNumbers of : many) {
            List<Double> atoms = AtomSearch.frequent(of.known());
            many.stream()
                    .filter(c -> isFree(of, c) && atoms.stream().allMatch(a -> isKept(a, of, c)))
                    .flatMap(c -> bound(of, c).stream())
                    .min(Comparator.comparingDouble(Bound::typical))
                    .ifPresent(b -> found.put(of.name(), b.near()));
        }
    }

    /** Whether an atom of a column stays one in a rest above another column, since that is the same number there, such as 0 in a part and a total. */
    private static boolean isKept(double atom, ColumnNumbers of, ColumnNumbers below) {
        long lost = IntStream.range(0, of.cells().length)
                .filter(i -> of.cells()[i] == atom && below.cells()[i] != atom)
                .count();
        return lost < KindDefaults.ATOM_SHARE * of.known().length;
    }

    /**
     * A column that is hardly ever less than another one.
     *
     * @param typical the median of the rest
     */
    private record Bound(Relation.Near near, double typical) {}

    private Optional<Bound> bound(ColumnNumbers of, ColumnNumbers below) {
        double[] rest = new double[rows];
        int known = 0;
        int half = 0;
        int equal = 0;
        int less = 0;
        for (int i = 0; i < rows; i++) {
            double x = of.cells()[i];
            double low = below.cells()[i];
            less += x < low ? 1 : 0;
            if (less > RelationDefaults.MOST_LESS * rows) {
                return Optional.empty();
            }
            half += Double.isNaN(low) && !Double.isNaN(x) ? 1 : 0;
            if (!Double.isNaN(x - low)) {
                rest[known++] = x - low;
                equal += x == low ? 1 : 0;
            }
        }
        if (!(areDates || isClosed(of, List.of(below)))
                || known < RelationDefaults.ROWS_OF_BOUND
                || half > RelationDefaults.GAPS_OF_BOUND * known) {
            return Optional.empty();
        }
        double byChance = broken(of, below) / (double) known;
        double bits = -Math.log(1 - Math.min(byChance, 0.5)) / Math.log(2);
        if (byChance < RelationDefaults.BREAKS_OF_BOUND
                || !(new Evidence(known - equal, less).saved(bits, Math.log(known) / Math.log(2)) > 0)) {
            return Optional.empty();
        }
        Arrays.sort(rest, 0, known);
        double typical = rest[known / 2];
        double near = rest[less + (int) (RelationDefaults.EDGE_OF_BOUND * (known - less))];
        return !areDates && near > RelationDefaults.NEAR_BOUND * typical
                ? Optional.empty()
                : Optional.of(new Bound(
                        new Relation.Near(
                                of.name(),
                                rule(of, List.of(below), 1),
                                true,
                                areWhole(of, List.of(below)),
                                equal / (double) known,
                                less / (double) known),
                        typical));
    }

    /** The number of rows that would break the order if the columns were independent. */
    private int broken(ColumnNumbers of, ColumnNumbers below) {
        int broken = 0;
        for (int i = 0; i < rows; i++) {
            broken += of.cells()[i] < below.cells()[(i + rows / 2) % rows] ? 1 : 0;
        }
        return broken;
    }
}
