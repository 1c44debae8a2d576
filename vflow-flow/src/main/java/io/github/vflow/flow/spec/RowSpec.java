package io.github.vflow.flow.spec;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.defaults.GapDefaults;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.spec.column.Columns;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.spec.step.MlpSpec;
import io.github.vflow.flow.spec.step.Steps;
import io.github.vflow.nn.layer.Activation;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The architecture of a model of rows, as a model file stores it.
 *
 * @param columns of a row
 * @param steps of p, on the lifted features and the augmented dimensions
 * @param augmentation the augmented dimensions and their posterior
 * @param base p_ε
 * @param defensive the shares of broad components beside the flow
 * @param fill the density with which missing cells are integrated out
 * @param noise the standard deviation of the normal noise on training rows, in standard deviations of the columns; zero for none. It does not
 *     change how the model is built
 */
public record RowSpec(
        Columns columns,
        Steps steps,
        Augmentation augmentation,
        BaseSpec base,
        DefensiveSpec defensive,
        Fill fill,
        double noise)
        implements Spec.Flow {
    /** Checks that the parts fit together. */
    public RowSpec {
        long width = (long) columns.features() + augmentation.dimensions() + columns.given();
        require(width <= Integer.MAX_VALUE, "features + augment + given must be at most " + Integer.MAX_VALUE, width);
        int dimensions = columns.lifted() == 0 ? 0 : columns.lifted() + augmentation.dimensions();
        List<Integer> order = augmentation.order();
        require(
                order.isEmpty() || isPermutation(order, dimensions),
                "order must hold each number from 0 to " + (dimensions - 1) + " once",
                order.size() + " numbers");
        require(noise >= 0 && noise < Double.POSITIVE_INFINITY, "noise must be finite and not negative", noise);
    }

    private static boolean isPermutation(List<Integer> order, int n) {
        return order.size() == n
                && IntStream.range(0, n)
                        .boxed()
                        .toList()
                        .equals(order.stream().sorted().toList());
    }

    private static void require(boolean holds, String invariant, Object got) {
        if (!holds) {
            throw new IllegalArgumentException("RowSpec: " + invariant + " but got " + got);
        }
    }

    /**
     * The flow of Glow on toy data, and with augmentation the VFlow of the paper's Section 5: affine couplings, two hidden layers of 50,
     * dense linear maps, a posterior of one step.
     *
     * @param features D_X
     * @param augment D_Z; zero is a plain flow
     * @param steps steps of p
     */
    public static RowSpec of(int features, int augment, int steps) {
        return new RowSpec(
                Columns.of(features),
                Steps.of(steps),
                Augmentation.of(augment),
                BaseSpec.normal(),
                DefensiveSpec.none(),
                Fill.none(),
                0);
    }

    /** D_X, the number of features. */
    public int features() {
        return columns.features();
    }

    /** The number of columns after the features on which the density is conditioned. */
    public int given() {
        return columns.given();
    }

    /** D_Z, the number of augmented dimensions; zero if all features are discrete, since there is no flow to augment. */
    public int augment() {
        return lifted() == 0 ? 0 : augmentation.dimensions();
    }

    /** The number of dimensions to which the continuous features are lifted; D_X if all are real. */
    public int lifted() {
        return columns.lifted();
    }

    /** The length of the condition of the flow: the codes of the discrete features, and the given columns. */
    public int condition() {
        return columns.codes() + given();
    }

    /** The dimensions of the flow: the lifted continuous features, and D_Z; zero if all features are discrete. */
    public int dimensions() {
        return lifted() + augment();
    }

    @Override
    public List<ColumnSpec> kinds() {
        return columns.kinds();
    }

    /** With other columns. */
    public RowSpec withColumns(Columns ofRow) {
        return new RowSpec(ofRow, steps, augmentation, base, defensive, fill, noise);
    }

    /** With other steps. */
    public RowSpec withSteps(Steps ofP) {
        return new RowSpec(columns, ofP, augmentation, base, defensive, fill, noise);
    }

    /** With other augmented dimensions. */
    public RowSpec withAugmentation(Augmentation z) {
        return new RowSpec(columns, steps, z, base, defensive, fill, noise);
    }

    /** With another base distribution. Its parameters are {@code base.*}. */
    public RowSpec withBase(BaseSpec distribution) {
        return new RowSpec(columns, steps, augmentation, distribution, defensive, fill, noise);
    }

    /** With other shares of broad components beside the flow. */
    public RowSpec withDefensive(DefensiveSpec shares) {
        return new RowSpec(columns, steps, augmentation, base, shares, fill, noise);
    }

    /** With another density of missing cells. */
    public RowSpec withFill(Fill missing) {
        return new RowSpec(columns, steps, augmentation, base, defensive, missing, noise);
    }

    /** With other noise on training rows. */
    public RowSpec withNoise(double deviations) {
        return new RowSpec(columns, steps, augmentation, base, defensive, fill, deviations);
    }

    /** With features of several kinds. Forgets the counts of discrete ones. */
    public RowSpec withKinds(List<ColumnSpec> kinds) {
        return withColumns(columns.withKinds(kinds));
    }

    /** With rows that are standardised by some moments. */
    public RowSpec withMoments(Columns.Moments moments) {
        return withColumns(columns.withMoments(moments));
    }

    /**
     * With a density that is conditioned on some columns after the features: p(y | x), with y the features. Every coupling and the
     * posterior see x. Resets the moments, which have one entry for each column.
     */
    public RowSpec withGiven(int number) {
        return withColumns(columns.withGiven(number));
    }

    /**
     * With rows whose real columns are standardised by the moments of some rows, and whose discrete columns are counted; see {@link
     * Columns#standardized}.
     *
     * @throws io.github.vflow.flow.data.column.ColumnException if a column cannot be standardised
     */
    public RowSpec standardized(Rows rows) {
        return withColumns(columns.standardized(rows));
    }

    /** With the number of times that each value of a discrete column occurs in some rows. */
    public RowSpec counted(Rows rows) {
        return withColumns(columns.counted(rows));
    }

    /** With steps of another kind. */
    public RowSpec withStepKind(Steps.Kind kind) {
        return withSteps(steps.withKind(kind));
    }

    /** With another linear map. */
    public RowSpec withLinear(Steps.Linear map) {
        return withSteps(steps.withLinear(map));
    }

    /** With another coupling. */
    public RowSpec withCoupling(CouplingSpec map) {
        return withSteps(steps.withCoupling(map));
    }

    /** With another coupling, of 8 components if it has components. */
    public RowSpec withCoupling(CouplingSpec.Kind kind) {
        return withCoupling(CouplingSpec.of(kind));
    }

    /** With other conditioners. */
    public RowSpec withConditioner(MlpSpec network) {
        return withSteps(steps.withConditioner(network));
    }

    /** With other conditioners. */
    public RowSpec withConditioner(List<Integer> hidden, Activation activation) {
        return withConditioner(new MlpSpec(hidden, activation));
    }

    /** With another posterior. */
    public RowSpec withPosterior(Augmentation.Posterior.Kind kind, int posteriorSteps) {
        return withAugmentation(augmentation.withPosterior(new Augmentation.Posterior(kind, posteriorSteps)));
    }

    /** With augmentation, and the dimensions [x, z] in another order. */
    public RowSpec withAugment(int dimensions, List<Integer> order) {
        return withAugmentation(augmentation.with(dimensions, order));
    }

    /**
     * The augmented dimensions z of a VFlow.
     *
     * @param dimensions D_Z; zero is a plain flow
     * @param order the dimensions [x, z] in the order of p: position i holds dimension order[i]; empty if p takes them in order
     * @param posterior q(z|x); ignored without augmentation
     */
    public record Augmentation(int dimensions, List<Integer> order, Posterior posterior) {
        /** Copies the list, and checks the number of dimensions. */
        public Augmentation {
            order = List.copyOf(order);
            if (dimensions < 0) {
                throw new IllegalArgumentException(
                        "Augmentation: dimensions must not be negative but are " + dimensions);
            }
        }

        /** With a posterior that is a flow of one step. */
        public static Augmentation of(int dimensions) {
            return new Augmentation(dimensions, List.of(), new Posterior(Posterior.Kind.FLOW, 1));
        }

        /** With another number of dimensions, in another order. */
        public Augmentation with(int number, List<Integer> positions) {
            return new Augmentation(number, positions, posterior);
        }

        /** With another posterior. */
        public Augmentation withPosterior(Posterior q) {
            return new Augmentation(dimensions, order, q);
        }

        /**
         * q(z|x) of a VFlow of rows.
         *
         * @param kind of distribution
         * @param steps of a {@link Kind#FLOW}
         */
        public record Posterior(Kind kind, int steps) {
            public Posterior {
                if (steps < 1) {
                    throw new IllegalArgumentException(
                            "Augmentation.Posterior: steps must be at least 1 but got " + steps);
                }
            }

            /** The posteriors q(z|x) that a VFlow of rows may have. */
            public enum Kind {
                /** N(0, I), whatever x. */
                PRIOR,
                /** One elementwise layer whose parameters are made from x. */
                GAUSSIAN,
                /** Conditional steps; a single dimension cannot be split, so it gets the elementwise layer. */
                FLOW
            }
        }
    }

    /**
     * The density r(missing | known, mask) with which a model integrates missing cells out.
     *
     * @param blocks the most autoregressive blocks, each with a network; zero for a model that needs complete rows
     * @param network of each block
     * @param components logistic components of each dimension
     */
    public record Fill(int blocks, MlpSpec network, int components) {
        public Fill {
            if (blocks < 0 || components < 1) {
                throw new IllegalArgumentException(
                        "RowSpec.Fill: blocks must not be negative and components at least 1 but are " + blocks
                                + " and " + components);
            }
        }

        /** For models that need complete rows. */
        public static Fill none() {
            return standard().withBlocks(0);
        }

        /** At most 4 blocks, two hidden layers of 64, 6 components. */
        public static Fill standard() {
            return new Fill(
                    GapDefaults.FILL_BLOCKS,
                    new MlpSpec(List.of(GapDefaults.FILL_WIDTH, GapDefaults.FILL_WIDTH), Activation.SILU),
                    GapDefaults.FILL_COMPONENTS);
        }

        /**
         * The density for a table: the standard one, but none for conditional models, and none for a complete column alone.
         *
         * @param given the number of columns that condition the model
         * @param missing whether cells are missing
         */
        public static Fill ofTable(int features, int given, boolean missing) {
            boolean complete = given > 0 || (features == 1 && !missing);
            return complete ? none() : standard();
        }

        /** With another number of blocks. */
        public Fill withBlocks(int atMost) {
            return new Fill(atMost, network, components);
        }

        /** Whether a model needs complete rows. */
        public boolean isNone() {
            return blocks == 0;
        }
    }
}
