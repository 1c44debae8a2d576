package io.github.vflow.table.inference.relation;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.table.defaults.KindDefaults;
import io.github.vflow.table.inference.FarNumbers;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds the atoms of columns: numbers that repeat, such as 0 in a column of amounts, or a default.
 *
 * <p>All numbers of a column are atoms if there are at most {@value KindDefaults#MOST_LISTED} different ones with {@value
 * KindDefaults#ROWS_OF_LISTED} rows for each in the mean, such as two codes, hours, or multiples of 5. Two columns are excepted. Where most of the
 * numbers are met once, and the rare ones fill more than {@value KindDefaults#ATOM_OTHERS} rows, others will come. And whole numbers without gaps
 * have a smooth law if the counts of neighbours differ no more than by chance, unless they are at most {@value KindDefaults#MOST_ON_GRID}, begin at
 * 0 or 1, and end abruptly on both sides.
 *
 * <p>Else a number is an atom if it is in at least a twentieth of the rows, and {@value KindDefaults#ATOM_TIMES} times as frequent as the median of
 * its {@value KindDefaults#ATOM_NEIGHBOURS} neighbours on each side that are not so frequent. So the mode of numbers on a grid is none. A number far
 * below or above all others, such as −200 or 9999, is an atom in fewer rows, since it is a code.
 */
public final class AtomSearch {
    private AtomSearch() {}

    /**
     * The atoms of the modelled columns, by name.
     *
     * @param kept columns that are as the user wants them
     */
    public static Map<String, List<Double>> of(Schema schema, Rows rows, Set<String> kept) {
        Map<String, List<Double>> found = new HashMap<>();
        Set<String> parts =
                schema.moments().stream().flatMap(m -> m.sources().stream()).collect(Collectors.toSet());
        List<Column> columns = schema.modelled().columns();
        for (int j = 0; j < columns.size(); j++) {
            Column c = columns.get(j);
            if (!kept.contains(c.name()) && !parts.contains(c.name()) && c.mayHaveAtom(rows, j)) {
                List<Double> atoms = Counts.of(rows.known(j)).atoms(c.isWhole());
                if (!atoms.isEmpty()) {
                    found.put(c.name(), atoms);
                }
            }
        }
        return found;
    }

    /** The numbers that are far more frequent than their neighbours; 0.0 stands for −0.0, too. */
    static List<Double> frequent(double[] known) {
        return Counts.of(known).frequent();
    }

    /**
     * The different numbers of a column.
     *
     * @param numbers ascending
     * @param counts the number of cells of each
     * @param cells the number of all
     */
    private record Counts(double[] numbers, int[] counts, int cells) {
        static Counts of(double[] known) {
            Sorted sorted = Sorted.of(known);
            double[] numbers = new double[known.length];
            int[] counts = new int[known.length];
            int n = 0;
            for (int i = 0; i < sorted.size(); i++) {
                // 0.0 and −0.0 are one number
                double x = sorted.get(i) + 0.0;
                if (n == 0 || x != numbers[n - 1]) {
                    numbers[n++] = x;
                }
                counts[n - 1]++;
            }
            return new Counts(Arrays.copyOf(numbers, n), Arrays.copyOf(counts, n), known.length);
        }

        List<Double> all() {
            return Arrays.stream(numbers).boxed().toList();
        }

        List<Double> atoms(boolean areWhole) {
            if (numbers.length < 2) {
                return List.of();
            }
            if (areAll() && !(areWhole && areSmooth())) {
                return all();
            }
            return frequent();
        }

        List<Double> frequent() {
            List<Double> atoms = IntStream.range(0, numbers.length)
                    .filter(k -> (isFrequent(k) || isCode(k)) && counts[k] >= KindDefaults.ATOM_TIMES * next(k))
                    .mapToObj(k -> numbers[k])
                    .toList();
            // a density needs two others at least
            return numbers.length - atoms.size() < 2 ? List.of() : atoms;
        }

        private boolean isFrequent(int k) {
            return counts[k] >= KindDefaults.ATOM_SHARE * cells;
        }

        /** Whether a number that is not rare lies far from all others on one side, but for another such number. */
        private boolean isCode(int k) {
            int side = k < 2 ? 1 : k >= numbers.length - 2 ? -1 : 0;
            if (side == 0 || numbers.length < KindDefaults.ATOM_OTHERS || counts[k] < leastOfCode()) {
                return false;
            }
            int outer = side > 0 ? 0 : numbers.length - 1;
            boolean isOuter = k == outer;
            double range = quantile(0.75) - quantile(0.25);
            return range > 0 && FarNumbers.isBeyond(numbers[k], numbers[k + side], range) && (isOuter || isCode(outer));
        }

        private double leastOfCode() {
            return Math.max(KindDefaults.FEWEST_OF_LABEL, KindDefaults.LEAST_SHARE_OF_LABEL * cells);
        }

        private double quantile(double p) {
            int seen = counts[0];
            int k = 0;
            while (seen < p * cells) {
                seen += counts[++k];
            }
            return numbers[k];
        }

        private boolean areAll() {
            long once = Arrays.stream(counts).filter(n -> n == 1).count();
            int others = IntStream.range(0, counts.length)
                    .filter(k -> !isFrequent(k))
                    .map(k -> counts[k])
                    .sum();
            return numbers.length <= KindDefaults.MOST_LISTED
                    && cells >= (long) KindDefaults.ROWS_OF_LISTED * numbers.length
                    && (2 * once <= numbers.length || others <= KindDefaults.ATOM_OTHERS);
        }

        /** The median count of the next numbers on either side that are not frequent; zero if all are. */
        private double next(int k) {
            int[] around = IntStream.concat(
                            rare(IntStream.range(0, k).map(i -> k - 1 - i)),
                            rare(IntStream.range(k + 1, counts.length)))
                    .sorted()
                    .toArray();
            int n = around.length;
            return n == 0 ? 0 : (around[n / 2] + around[(n - 1) / 2]) / 2.0;
        }

        private IntStream rare(IntStream places) {
            return places.filter(i -> !isFrequent(i) && !isCode(i))
                    .limit(KindDefaults.ATOM_NEIGHBOURS)
                    .map(i -> counts[i]);
        }

        /** Whether these are few numbers from 0 or 1 on, both ends about as frequent as the numbers between. After the last year another one comes. */
        private boolean endAbruptly() {
            double least = KindDefaults.SHARP_END * cells / numbers.length;
            return (numbers[0] == 0 || numbers[0] == 1)
                    && numbers.length <= KindDefaults.MOST_ON_GRID
                    && Math.min(counts[0], counts[counts.length - 1]) >= least;
        }

        /** Whether whole numbers leave hardly one out of their range, do not end abruptly, and have each about the mean of the counts beside it. */
        private boolean areSmooth() {
            double range = numbers[numbers.length - 1] - numbers[0] + 1;
            if (range > KindDefaults.STEP_OF_SMOOTH * numbers.length || endAbruptly()) {
                return false;
            }
            int[] all = new int[(int) range];
            for (int k = 0; k < numbers.length; k++) {
                all[(int) (numbers[k] - numbers[0])] = counts[k];
            }
            double sum = 0;
            for (int i = 1; i < all.length - 1; i++) {
                double mean = (all[i - 1] + all[i + 1]) / 2.0;
                // the variance of a count less the mean of two is one and a half counts
                sum += (all[i] - mean) * (all[i] - mean) / (mean + mean / 2 + 1);
            }
            int n = Math.max(1, all.length - 2);
            return sum <= n + KindDefaults.MOST_ROUGH * Math.sqrt(n);
        }
    }
}
