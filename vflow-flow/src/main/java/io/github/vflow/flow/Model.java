package io.github.vflow.flow;

import io.github.vflow.flow.data.standardization.Standardization;
import io.github.vflow.flow.discrete.DiscretePart;
import io.github.vflow.flow.distribution.TiltSpec;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.surjection.column.FillMissing;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A density model of rows with trainable parameters: a flow, or a mixture of flows. A row has its features first, then the numbers that its
 * density is conditioned on.
 *
 * <p>The structure is immutable, so threads may trace one model at once. The {@linkplain #parameters values of the parameters} are not:
 * set them on one thread, while no other reads them.
 */
public sealed interface Model permits FlowModel, MixtureModel {
    /** The name of the input with the standardised rows [b, {@link #inputWidth}]. */
    String X = "x";

    /** The name of the input with the noise [b, noise], or for samples [b, sampleNoise]. */
    String NOISE = "noise";

    /** The name of the input with the numbers that samples are conditioned on [b, given]. */
    String GIVEN = "given";

    /**
     * A flow with its share of a model.
     *
     * @param flow pₖ, which has the tilt of the mixture where cells are missing
     * @param share of the density: p(x) = Σₖ shareₖ·pₖ(x)
     */
    record Component(FlowModel flow, double share) {}

    /**
     * A mixture of flows: a weighted mean of their densities, p(x) = Σₖ shareₖ·pₖ(x). The members share their noise and one set of parameters.
     *
     * @param members built on the same parameters, in the order of the specification
     */
    static Model mixture(Spec.Mixture spec, List<FlowModel> members) {
        return MixtureModel.of(spec, members);
    }

    /** The flows of the model and their shares, which sum to one; a flow is its only component. */
    List<Component> components();

    /** The specification of the model; empty if it was built from parts. */
    Optional<Spec> spec();

    /** The parameters, which training changes. */
    Parameters parameters();

    /** The map from rows of data to the standardised rows that {@link #bound} takes and {@link #sample} gives. */
    @SuppressWarnings("exports") // for our own modules
    Standardization standardization();

    /** The map from the numbers after the features to the condition of the density. */
    Conditioning conditioning();

    /** D_X, the number of features of a row. */
    int features();

    /** The number of noise values that the bound of a row takes; zero if the bound is exact. */
    int noise();

    /** The number of noise values that a sample takes. */
    int sampleNoise();

    /** Whether ε is an image [h, w, c] instead of a vector [d]. The bits of such a model depend on the batch size. */
    boolean hasPositions();

    /** Whether the bound takes rows with missing cells. */
    boolean takesMissing();

    /**
     * The same density for rows with missing cells, which the states beside their numbers tell: its bound is of the density of
     * the known cells, and takes noise (see {@link FillMissing}). It shares the parameters. Empty if the model needs complete rows.
     */
    Optional<? extends Model> forMissing();

    /**
     * As {@link #forMissing()}, for rows that know all cells but some. The bound has the same bits in less time, since it draws no others.
     *
     * @param labels the features whose labels may be missing
     * @param numbers the continuous ones that may be missing, by their places among the continuous features
     */
    Optional<? extends Model> forMissing(Set<Integer> labels, Set<Integer> numbers);

    /**
     * As {@link #forMissing()} without missing labels, for batches of rows with one missing continuous cell. Each row stands S times in a batch, one
     * below the other. {@link #forMissing()} takes another number of noise values. Empty if whole rows take noise too.
     *
     * @param samples S; all rows of a smaller batch are copies of one
     */
    Optional<? extends Model> forOneMissing(int samples);

    /**
     * A lower bound of ln p(x) of each row [b], in nats in the units of the data. Declares the input {@value #NOISE} if it needs noise.
     *
     * @param row standardised rows [b, {@link #inputWidth}]
     */
    Tensor bound(Tensor row);

    /**
     * Draws standardised rows [b, features] from noise, without a {@link #tilt}: declares the input {@value #NOISE} [b, sampleNoise], and {@value
     * #GIVEN} [b, given] if the density has a condition.
     */
    Tensor sample(Trace trace, int batch);

    /** The tilt of the density, which {@link #bound} has and {@link #sample} lacks; empty for none. */
    @SuppressWarnings("exports") // for our own modules
    default Optional<TiltSpec> tilt() {
        return Optional.empty();
    }

    /** The discrete features and their density; empty if all are continuous. */
    @SuppressWarnings("exports") // for our own modules
    Optional<DiscretePart> discrete();

    /** The number of values in a row, after the features, on which the density is conditioned. */
    default int given() {
        return conditioning().width();
    }

    /** The number of classes that the density is conditioned on; zero if it is not. */
    default int classes() {
        return conditioning().classes();
    }

    /** The length of a row: its features and the values that condition the density. */
    default int width() {
        return features() + given();
    }

    /** The specification of a model of images; empty for a model of rows. */
    default Optional<ImageSpec> images() {
        return spec().filter(ImageSpec.class::isInstance).map(ImageSpec.class::cast);
    }

    /** The number of rows that a program should process at once: fewer of long rows, so that they fit into the caches. */
    default int chunk() {
        return Math.clamp((1 << 15) / features(), 4, hasPositions() ? 32 : 256);
    }

    /**
     * The length of a standardised row in a program: its width, and the state of each feature behind the numbers if features can be missing, or have
     * numbers that repeat.
     */
    default int inputWidth() {
        boolean hasRepeats = discrete().map(DiscretePart::hasRepeats).orElse(false);
        return width() + (takesMissing() || hasRepeats ? features() : 0);
    }

    /**
     * Standardises rows for {@link #bound}.
     *
     * @param rows [n · width] in the units of the data; NaN is a missing cell
     * @param into [n · {@link #inputWidth}], modified
     */
    default void standardize(double[] rows, float[] into) {
        if (into.length == rows.length) {
            standardization().forward(rows, into, width());
        } else {
            standardization().forwardWithStates(rows, into, width(), features());
        }
    }

    /** Converts the nats of a row to bits per dimension: −nats ÷ (D_X·ln 2). Augmented dimensions are not counted. */
    default double bitsPerDim(double nats) {
        return -nats / (features() * Math.log(2));
    }

    /**
     * The numbers that follow the features in a row, on which the density is conditioned.
     *
     * @param width the number of such values in a row; zero for p(x)
     * @param classes the number of classes, if the value is the class of the row: p(x | class); zero for columns of the table: p(y | x)
     */
    record Conditioning(int width, int classes) {
        /** No condition: p(x). */
        public static Conditioning none() {
            return new Conditioning(0, 0);
        }

        /** The class of the row, a whole number from 0 on: p(x | class). */
        public static Conditioning ofClasses(int number) {
            return new Conditioning(1, number);
        }

        /** Columns of the table, standardised like the features: p(y | x). */
        public static Conditioning ofColumns(int number) {
            return new Conditioning(number, 0);
        }

        /**
         * The condition of rows [b, width]. A class has its one-hot vector [b, classes]: 1 − |y − k|, or zero where that is negative, which is
         * exactly one or zero for whole numbers.
         */
        public Condition of(Tensor given) {
            if (classes == 0) {
                return width == 0 ? Condition.none() : Condition.ofRow(given);
            }
            double[] each = IntStream.range(0, classes).asDoubleStream().toArray();
            Tensor numbers = given.trace().constant(Shape.of(classes), each);
            Tensor all = given.broadcast(Shape.of(given.shape().dim(0), classes));
            return Condition.ofRow(all.minus(numbers).abs().negate().plus(1).relu());
        }

        /** The condition in words, such as " given 2 columns"; empty if there is none. */
        public String words() {
            return width == 0
                    ? ""
                    : classes > 0 ? " given one of " + classes + " classes" : " given " + width + " columns";
        }
    }
}
