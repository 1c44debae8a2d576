package io.github.vflow.table.gap;

import io.github.vflow.flow.train.tree.PairTable;
import io.github.vflow.table.defaults.AnswerDefaults;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which cells of a row are empty. A column with gaps has at most one parent, a column whose cells u tell most of its gaps (Chow and Liu, 1968).
 * With g, the share of its gaps, it is empty with the probability
 *
 * <pre>P(empty | u) = (n(u, empty) + a·g)/(n(u) + a)</pre>
 *
 * of {@link PairTable}, where u may be a group of cells, or g without a parent. A parent has fewer gaps than the column, or as many and stands
 * before it; a gap is a cell, too. Immutable.
 *
 * @param columns of a row
 * @param gaps of the columns with gaps, parents first
 */
public record GapTree(List<? extends Cells> columns, List<Gap> gaps) {
    /**
     * The gaps of a column.
     *
     * @param column its place
     * @param parent the place of its parent; −1 without one
     * @param shares P(empty | u) for each cell of the parent; the only share without one
     */
    public record Gap(int column, int parent, List<Double> shares) {
        static final int NONE = -1;

        public Gap {
            shares = List.copyOf(shares);
        }

        /** Whether it has a parent. */
        public boolean hasParent() {
            return parent != NONE;
        }

        private static Gap of(Cells of, int column) {
            return new Gap(column, NONE, List.of(of.gaps()));
        }
    }

    public GapTree {
        columns = List.copyOf(columns);
        gaps = List.copyOf(gaps);
    }

    /** The columns with gaps, those with few gaps first. */
    private static int[] order(List<? extends Cells> columns) {
        return IntStream.range(0, columns.size())
                .filter(j -> columns.get(j).gaps() > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(j -> columns.get(j).gaps()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * The tree of some rows.
     *
     * @param cells of each column in each row; columns of another length tell nothing of one another
     */
    public static GapTree counted(List<? extends Cells> columns, List<int[]> cells) {
        List<Integer> parents = new ArrayList<>(IntStream.range(0, columns.size())
                .filter(j -> columns.get(j).gaps() == 0)
                .boxed()
                .toList());
        List<Gap> gaps = new ArrayList<>();
        for (int j : order(columns)) {
            gaps.add(counted(columns, cells, j, parents));
            parents.add(j);
        }
        return new GapTree(columns, gaps);
    }

    private static Gap counted(List<? extends Cells> columns, List<int[]> cells, int j, List<Integer> parents) {
        Cells column = columns.get(j);
        double[] frequencies = {1 - column.gaps(), column.gaps()};
        Gap best = Gap.of(column, j);
        double gain = 0;
        for (int p : parents) {
            if (cells.get(p).length == cells.get(j).length) {
                int[][] counts = counts(cells.get(p), columns.get(p).cells(), cells.get(j), column.cells() - 1);
                for (int[] groups : groupings(columns.get(p)).toList()) {
                    PairTable table = new PairTable(grouped(counts, groups), frequencies);
                    double next = table.gain(AnswerDefaults.ERRORS_OF_GAPS);
                    if (next > gain) {
                        gain = next;
                        best = new Gap(
                                j,
                                p,
                                IntStream.of(groups)
                                        .mapToObj(u -> table.shares(u)[1])
                                        .toList());
                    }
                }
            }
        }
        return best;
    }

    /** The numbers of known and of empty cells of a column beside each cell of a parent: [cells][2]. */
    private static int[][] counts(int[] parent, int count, int[] column, int empty) {
        int[][] counts = new int[count][2];
        for (int i = 0; i < parent.length; i++) {
            counts[parent[i]][column[i] == empty ? 1 : 0]++;
        }
        return counts;
    }

    private static int[][] grouped(int[][] counts, int[] groups) {
        int[][] sums = new int[1 + groups[groups.length - 1]][2];
        for (int u = 0; u < groups.length; u++) {
            sums[groups[u]][0] += counts[u][0];
            sums[groups[u]][1] += counts[u][1];
        }
        return sums;
    }

    /** The groups of the cells of a parent: fine ones tell most, but only by many rows. */
    private static Stream<int[]> groupings(Cells parent) {
        int cells = parent.cells();
        return Stream.of(
                        IntStream.range(0, cells).toArray(),
                        parent.groups(),
                        IntStream.range(0, cells)
                                .map(u -> u < cells - 1 ? 0 : 1)
                                .toArray())
                .filter(groups -> parent.size() >= AnswerDefaults.ROWS_OF_GAP_CELL * (1L + groups[groups.length - 1]));
    }

    /**
     * The tree of columns, some with parents; the others have none.
     *
     * @throws IllegalArgumentException if a column or a parent cannot have such gaps; the message names them
     */
    public static GapTree of(List<? extends Cells> columns, List<Gap> withParents) {
        TreeMap<Integer, Gap> own = new TreeMap<>();
        withParents.forEach(gap -> own.put(gap.column, gap));
        List<Integer> order = IntStream.of(order(columns)).boxed().toList();
        for (Gap gap : withParents) {
            Cells column = columns.get(gap.column);
            Cells parent = columns.get(gap.parent);
            int at = order.indexOf(gap.column);
            if (at < 0
                    || order.indexOf(gap.parent) >= at
                    || gap.shares.size() != parent.cells()
                    || !gap.shares.stream().allMatch(p -> p >= 0 && p <= 1)) {
                throw new IllegalArgumentException(
                        "GapTree: the gaps of \"" + column.name() + "\" must have a parent with fewer gaps"
                                + " and a share in [0, 1] for each of its cells, but \"" + parent.name() + "\" has "
                                + parent.cells()
                                + " cells, and the shares are " + gap.shares + "; take the baseline again");
            }
        }
        return new GapTree(
                columns,
                order.stream()
                        .map(j -> own.containsKey(j) ? own.get(j) : Gap.of(columns.get(j), j))
                        .toList());
    }

    /**
     * The cells of a row about whose gaps another column tells, the same ones in each row.
     *
     * @param row a number for each column, NaN where a cell is empty
     */
    public List<ToldGap> told(double[] row) {
        return gaps.stream()
                .filter(Gap::hasParent)
                .map(gap -> new ToldGap(
                        gap.column,
                        gap.parent,
                        Double.isNaN(row[gap.column]),
                        gap.shares.get(columns.get(gap.parent).cell(row[gap.parent]))))
                .toList();
    }

    /**
     * The probability that each cell of a row is empty.
     *
     * @param row a number for each column, as it would be without gaps; not modified
     * @return [columns], where a parent is known or empty by its own probability
     */
    public double[] probabilities(double[] row) {
        double[] empty = new double[row.length];
        for (Gap gap : gaps) {
            List<Double> shares = gap.shares;
            if (gap.hasParent()) {
                double beside = shares.get(columns.get(gap.parent).cell(row[gap.parent]));
                empty[gap.column] = beside + empty[gap.parent] * (shares.getLast() - beside);
            } else {
                empty[gap.column] = shares.getFirst();
            }
        }
        return empty;
    }

    /**
     * A row with gaps.
     *
     * @param row a number for each column; not modified
     * @param given the columns whose cells stay as they are
     */
    public double[] emptied(double[] row, Set<String> given, RandomGenerator random) {
        double[] seen = row.clone();
        for (Gap gap : gaps) {
            int cell = gap.hasParent() ? columns.get(gap.parent).cell(seen[gap.parent]) : 0;
            boolean isEmpty = random.nextDouble() < gap.shares.get(cell);
            if (isEmpty && !given.contains(columns.get(gap.column).name())) {
                seen[gap.column] = Double.NaN;
            }
        }
        return seen;
    }
}
