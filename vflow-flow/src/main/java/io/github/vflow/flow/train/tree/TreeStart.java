package io.github.vflow.flow.train.tree;

import io.github.vflow.flow.defaults.TrainingDefaults;
import io.github.vflow.flow.discrete.Alphabet;
import io.github.vflow.flow.discrete.DiscretePart;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Starts a chain of discrete columns by their dependences (Chow and Liu, 1968): each column depends on the column before it that tells most of it, by
 * their frequencies in the training rows, then on another one that tells what the first leaves. So a label that another one determines is known from
 * the start, and training learns the rest. A column starts with its own frequencies if no column before it tells of it.
 */
public final class TreeStart {
    private final List<Alphabet> columns;
    /** The value of each column of the chain in each row; negative where it has none. */
    private final int[][] values;

    private TreeStart(DiscretePart part, List<ColumnSpec> kinds, double[][] rows) {
        this.columns = part.chain().columns();
        this.values = part.places().stream()
                .map(place -> IntStream.range(0, rows.length)
                        .map(i -> kinds.get(place).code(rows[i][place]))
                        .toArray())
                .toArray(int[][]::new);
    }

    /**
     * Sets the linear map in the network of a chain, if it has one; all else must be at its start, where the chain is the product of the frequencies.
     *
     * @param kinds of all features
     * @param parameters of the model
     * @param rows [n][at least the features], NaN for a missing cell
     */
    public static void run(DiscretePart part, List<ColumnSpec> kinds, Parameters parameters, double[][] rows) {
        part.chain().network().direct().ifPresent(direct -> {
            TreeStart start = new TreeStart(part, kinds, rows);
            parameters.set(direct, start.weight(direct));
        });
    }

    /** A column on which another one depends: its place, the place of its first code, and what it tells. */
    private record Parent(int place, Alphabet column, int code, PairTable table) {
        /** The first value with a code of its own: a listed number has its score in the place of the first one. */
        int first() {
            return column.isListed() ? 1 : 0;
        }

        /** Multiplies the expected probabilities of the rows by what the column tells. */
        void tell(int[] values, double[][] expected) {
            double[][] factors = IntStream.range(0, column.count())
                    .mapToObj(u ->
                            Arrays.stream(table.logRatios(u)).map(Math::exp).toArray())
                    .toArray(double[][]::new);
            for (int i = 0; i < values.length; i++) {
                if (values[i] >= first()) {
                    double[] factor = factors[values[i]];
                    double[] next = expected[i].clone();
                    double sum = 0;
                    for (int m = 0; m < next.length; m++) {
                        next[m] *= factor[m];
                        sum += next[m];
                    }
                    for (int m = 0; m < next.length; m++) {
                        next[m] /= sum;
                    }
                    expected[i] = next;
                }
            }
        }
    }

    private float[] weight(Parameter direct) {
        float[] weight = new float[direct.shape().size()];
        int width = direct.shape().dim(1);
        int logit = 0;
        for (int j = 0; j < values.length; j++) {
            for (Parent parent : parents(j)) {
                for (int u = parent.first(); u < parent.column.count(); u++) {
                    double[] outputs = columns.get(j).outputs(parent.table.logRatios(u));
                    for (int m = 0; m < outputs.length; m++) {
                        weight[(parent.code + u) * width + logit + m] = (float) outputs[m];
                    }
                }
            }
            logit += columns.get(j).outcomes();
        }
        return weight;
    }

    /** The columns before column j that tell most of it, each beside those before it. */
    private List<Parent> parents(int j) {
        Alphabet of = columns.get(j);
        double[] frequencies =
                of.frequencies().stream().mapToDouble(Double::doubleValue).toArray();
        int below = of.isOpen() ? 1 : 0;
        int[] outcomes = IntStream.of(values[j]).map(k -> k < 0 ? k : k + below).toArray();
        double[][] expected =
                IntStream.range(0, outcomes.length).mapToObj(_ -> frequencies).toArray(double[][]::new);
        List<Parent> parents = new ArrayList<>();
        while (parents.size() < TrainingDefaults.MOST_TREE_PARENTS) {
            Parent next = parent(j, outcomes, frequencies, expected, parents);
            if (next == null) {
                return parents;
            }
            parents.add(next);
            next.tell(values[next.place], expected);
        }
        return parents;
    }

    private @Nullable Parent parent(
            int j, int[] outcomes, double[] frequencies, double[][] expected, List<Parent> others) {
        Parent best = null;
        int code = 0;
        for (int i = 0; i < j; i++) {
            int place = i;
            Alphabet column = columns.get(i);
            if (others.stream().noneMatch(p -> p.place == place)) {
                PairTable table = others.isEmpty()
                        ? PairTable.of(values[i], column.count(), outcomes, frequencies)
                        : new PairTable(values[i], column.count(), outcomes, expected);
                if (table.gain(1) > (best == null ? 0 : best.table.gain(1))) {
                    best = new Parent(i, column, code, table);
                }
            }
            code += column.count();
        }
        return best;
    }
}
