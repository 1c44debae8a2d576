package io.github.vflow.table.outlier;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.table.defaults.KindDefaults;
import io.github.vflow.table.defaults.OddRowDefaults;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.score.Scorer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The distribution of one column, without regard to the others. Immutable and safe for any number of threads. */
sealed interface Marginal {
    /** ln p of a value that is known, in nats. */
    double logProb(double value);

    /** A typical value. */
    double typical();

    /** How usual a value is by its place among the others, in nats; ln p where values have no order. */
    default double place(double value) {
        return logProb(value);
    }

    /** How rare a number is; empty where values have no order. */
    default Optional<Scorer.Tail> tail(double value) {
        return Optional.empty();
    }

    /**
     * Numbers, which have places: where a part u of the numbers is less than a value, equal ones counted half, its place is
     *
     * <pre>  ln 4u(1 − u),</pre>
     *
     * zero for the median, and about the logarithm of the tail beyond a number far out (as in ECOD; Li et al. 2022). u is from 0.001 to 0.999:
     * further out, the density counts. A place depends on no unit: an amount is as odd as its logarithm.
     *
     * @param density of the numbers
     * @param sorted the known values
     */
    record Numbers(Marginal density, Sorted sorted) implements Marginal {
        static Numbers of(Marginal density, double[] known) {
            return new Numbers(density, Sorted.of(known));
        }

        @Override
        public double logProb(double value) {
            return density.logProb(value);
        }

        @Override
        public double typical() {
            return density.typical();
        }

        @Override
        public double place(double value) {
            int atMost = sorted.countUpTo(value);
            int less = sorted.countBelow(value);
            double u = Math.clamp(
                    (0.5 * (less + atMost) + 0.5) / (sorted.size() + 1),
                    OddRowDefaults.OUTERMOST,
                    1 - OddRowDefaults.OUTERMOST);
            return Math.log(4 * u * (1 - u));
        }

        @Override
        public Optional<Scorer.Tail> tail(double value) {
            double n = Math.max(1, sorted.size());
            double atMost = sorted.countUpTo(value) / n;
            double atLeast = (sorted.size() - sorted.countBelow(value)) / n;
            return Optional.of(new Scorer.Tail(Math.min(atMost, atLeast), atLeast < atMost));
        }
    }

    /**
     * The frequencies of labels with one made-up row for each (Laplace).
     *
     * @param logs [labels]
     */
    record Frequencies(double[] logs) implements Marginal {
        static Frequencies of(double[] known, int labels) {
            double[] counts = new double[labels];
            Arrays.fill(counts, 1);
            for (double label : known) {
                counts[(int) label]++;
            }
            double sum = known.length + labels;
            return new Frequencies(
                    Arrays.stream(counts).map(c -> Math.log(c / sum)).toArray());
        }

        @Override
        public double logProb(double value) {
            return logs[(int) value];
        }

        @Override
        public double typical() {
            int best = 0;
            for (int k = 1; k < logs.length; k++) {
                best = logs[k] > logs[best] ? k : best;
            }
            return best;
        }
    }

    /**
     * A density of numbers on a circle, which is cut where they leave the widest gap.
     *
     * @param window of the numbers on the line
     * @param circle with the cut
     */
    record OnCircle(Window window, ColumnSpec.Circular circle) implements Marginal {
        static OnCircle of(double[] known, Column.Circular column) {
            ColumnSpec.Circular cut = ColumnSpec.Circular.of(Rows.of(known, 1), 0, column.low(), column.high());
            return new OnCircle(Window.of(Arrays.stream(known).map(cut::onLine).toArray(), 0), cut);
        }

        @Override
        public double logProb(double value) {
            return window.logProb(circle.onLine(value));
        }

        @Override
        public double typical() {
            return window.typical();
        }
    }

    /**
     * A density of numbers: the share of the rows in a window around the value, and a broad Cauchy density beside it, so that no number has
     * the density zero:
     *
     * <pre>  p(x) = (1 − β)·#{|xᵢ − x| ≤ h}/(2hn) + β·Cauchy(x; median, s)</pre>
     *
     * The half-width h = 0.9·s·n^(−1/5) is the bandwidth of Silverman (1986, Eq. 3.31), where s is the smaller of the standard deviation and the
     * normalised interquartile range. A few rows far out hardly change the latter, nor the median.
     *
     * @param sorted the known values
     * @param half h
     * @param scale s
     */
    record Window(Sorted sorted, double half, double scale) implements Marginal {
        /** The interquartile range of the standard normal distribution. */
        static final double QUARTILES_OF_NORMAL = 1.349;

        /**
         * A density of known values.
         *
         * @param step the least distance of different values; zero for real numbers
         */
        static Window of(double[] known, double step) {
            Sorted sorted = Sorted.of(known);
            double[] ascending = sorted.toArray();
            int n = ascending.length;
            double mean = Arrays.stream(ascending).average().orElse(0);
            double deviation = Math.sqrt(
                    Arrays.stream(ascending).map(x -> (x - mean) * (x - mean)).sum() / Math.max(1, n));
            double range = n == 0 ? 0 : (sorted.lower(0.75) - sorted.lower(0.25)) / QUARTILES_OF_NORMAL;
            double s = range > 0 ? Math.min(range, deviation) : deviation;
            // one value only: any other is far out
            double scale = s > 0 ? s : Math.max(step, OddRowDefaults.LEAST_SCALE * Math.max(1e-9, Math.abs(mean)));
            double half = OddRowDefaults.WINDOW * scale * Math.pow(Math.max(1, n), -0.2);
            return new Window(sorted, Math.max(step / 2, half), scale);
        }

        @Override
        public double logProb(double x) {
            int within = sorted.countUpTo(x + half) - sorted.countBelow(x - half);
            double t = (x - typical()) / scale;
            double broad = 1 / (Math.PI * scale * (1 + t * t));
            return Math.log((1 - OddRowDefaults.BROAD) * within / (Math.max(1, sorted.size()) * 2.0 * half)
                    + OddRowDefaults.BROAD * broad);
        }

        @Override
        public double typical() {
            return sorted.size() == 0 ? 0 : sorted.lower(0.5);
        }
    }

    /**
     * A probability of each atom, and a density of the others. An atom is scored like a typical other number, which makes the score independent of
     * units.
     *
     * @param shares the probability of each atom
     * @param others of the other numbers
     */
    record WithAtoms(Map<Double, Double> shares, Window others) implements Marginal {
        static boolean areBesideOthers(double[] known, List<Double> atoms) {
            return Arrays.stream(known).filter(x -> !atoms.contains(x + 0.0)).count() > KindDefaults.ATOM_OTHERS;
        }

        static WithAtoms of(double[] known, List<Double> atoms, double step) {
            Map<Double, Double> shares = new HashMap<>();
            double all = known.length + atoms.size() + 1;
            for (double atom : atoms) {
                long count = Arrays.stream(known).filter(x -> x == atom).count();
                shares.put(atom, (count + 1) / all);
            }
            double[] others =
                    Arrays.stream(known).filter(x -> !atoms.contains(x + 0.0)).toArray();
            return new WithAtoms(shares, Window.of(others, step));
        }

        private double ofOthers() {
            return 1 - shares.values().stream().mapToDouble(x -> x).sum();
        }

        @Override
        public double logProb(double x) {
            Double share = shares.get(x + 0.0);
            return share == null
                    ? Math.log(ofOthers()) + others.logProb(x)
                    : Math.log(share) + Marginals.atomLevel(others.scale);
        }

        @Override
        public double typical() {
            return shares.entrySet().stream()
                    .filter(e -> e.getValue() > 0.5)
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseGet(others::typical);
        }
    }
}
