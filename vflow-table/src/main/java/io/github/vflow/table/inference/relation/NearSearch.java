package io.github.vflow.table.inference.relation;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.defaults.KindDefaults;
import io.github.vflow.table.defaults.RelationDefaults;
import io.github.vflow.table.schema.Column;
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
 * Finds numbers that are another one, or the sum of two others, in most rows, and numbers that are never less than another one. Rows count only where
 * they could have broken the rule: a column is not its most frequent number there. Mutable; for one search.
 */
public final class NearSearch {
    private final int rows;
    private final Set<String> kept;
    private final List<ColumnNumbers> open;
    private final Map<String, Relation.Near> found = new HashMap<>();

    private NearSearch(int rows, Set<String> kept, List<ColumnNumbers> open) {
        this.rows = rows;
        this.kept = kept;
        this.open = open;
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
                .filter(c -> c.counts().isEmpty() || c.counts().size() >= RelationDefaults.NUMBERS_OF_NEAR)
                .toList();
        NearSearch search = new NearSearch(rows.size(), kept, open);
        search.sums();
        search.bounds();
        return columns.stream()
                .flatMap(c -> Stream.ofNullable(search.found.get(c.name())))
                .toList();
    }

    /** Each column as the best of another one and the sums of two others; the later one of two equal columns. */
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
                    .flatMap(s -> near(of, s).stream())
                    .max(Comparator.comparingDouble(Relation.Near::share))
                    .ifPresent(near -> found.put(of.name(), near));
        }
    }

    /** Whether a column may be derived, and from another one, which does not depend on it. */
    private boolean isFree(ColumnNumbers of, ColumnNumbers source) {
        return !kept.contains(of.name()) && !found.containsKey(of.name()) && !depends(source.name(), of.name());
    }

    private boolean depends(String column, String on) {
        Relation.Near by = found.get(column);
        return column.equals(on) || (by != null && by.rule().sources().stream().anyMatch(s -> depends(s, on)));
    }

    private Optional<Relation.Near> near(ColumnNumbers of, List<ColumnNumbers> sources) {
        Relation.Linear rule = rule(of, sources);
        if (!isClosed(of, sources)) {
            return Optional.empty();
        }
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
                ? Optional.of(new Relation.Near(of.name(), rule, false, areWhole(of, sources), all / (double) known))
                : Optional.empty();
    }

    private static Relation.Linear rule(ColumnNumbers of, List<ColumnNumbers> sources) {
        return new Relation.Linear(sources.stream().map(s -> s.term(1)).toList(), 0, of.digits(), false);
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
        for (ColumnNumbers of : open) {
            List<Double> atoms = AtomSearch.frequent(of.known());
            open.stream()
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
     * A column that is never less than another one.
     *
     * @param typical the median of the rest
     */
    private record Bound(Relation.Near near, double typical) {}

    private Optional<Bound> bound(ColumnNumbers of, ColumnNumbers below) {
        double[] rest = new double[rows];
        int known = 0;
        int half = 0;
        int equal = 0;
        for (int i = 0; i < rows; i++) {
            double x = of.cells()[i];
            double low = below.cells()[i];
            if (x < low) {
                return Optional.empty();
            }
            half += Double.isNaN(low) && !Double.isNaN(x) ? 1 : 0;
            if (!Double.isNaN(x - low)) {
                rest[known++] = x - low;
                equal += x == low ? 1 : 0;
            }
        }
        if (!isClosed(of, List.of(below))
                || known < RelationDefaults.ROWS_OF_BOUND
                || half > RelationDefaults.GAPS_OF_BOUND * known
                || broken(of, below) < RelationDefaults.BREAKS_OF_BOUND * known) {
            return Optional.empty();
        }
        Arrays.sort(rest, 0, known);
        double typical = rest[known / 2];
        double near = rest[(int) (RelationDefaults.EDGE_OF_BOUND * known)];
        return near > RelationDefaults.NEAR_BOUND * typical
                ? Optional.empty()
                : Optional.of(new Bound(
                        new Relation.Near(
                                of.name(),
                                rule(of, List.of(below)),
                                true,
                                areWhole(of, List.of(below)),
                                equal / (double) known),
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
