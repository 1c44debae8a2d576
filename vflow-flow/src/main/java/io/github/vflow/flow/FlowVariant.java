package io.github.vflow.flow;

import io.github.vflow.flow.distribution.Tilt;
import io.github.vflow.flow.distribution.mixing.DefensiveMixture;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Rows and use of a flow. All variants of a flow share its parts.
 *
 * @param lifting of its rows
 * @param takesMissing whether cells may be missing
 * @param labels the features whose labels may be missing
 * @param use of its bound
 * @param defensive the mixture with broad components; null for the flow alone
 * @param tilt of the mixture that has this flow; null for none
 */
record FlowVariant(
        Lifting lifting,
        boolean takesMissing,
        Set<Integer> labels,
        Use use,
        @Nullable DefensiveMixture defensive,
        @Nullable Tilt tilt) {
    /**
     * The use of a bound. In training a circular cell has one random turn, where a score sums over its turns. Training completes missing labels
     * before, by draws given the known cells. A bound for scores draws them by the chain, without a look at the numbers.
     */
    enum Use {
        SCORES,
        TRAINING,
        /** Training of the discrete features alone. */
        DISCRETE_TRAINING
    }

    /** For scores of rows without gaps. */
    static FlowVariant of(Lifting lifting, @Nullable DefensiveMixture defensive) {
        return new FlowVariant(lifting, false, Set.of(), Use.SCORES, defensive, null);
    }

    /** For rows with gaps, in any cell. */
    FlowVariant withGaps(ModelBuilder b) {
        Lifting filling = b.fill == null ? lifting : lifting.filling(b.fill);
        Set<Integer> all = b.discrete == null ? Set.of() : Set.copyOf(b.discrete.places());
        return new FlowVariant(filling, true, all, use, defensive, tilt);
    }

    /** For rows with gaps in some labels and some continuous features. */
    FlowVariant withGaps(Set<Integer> inLabels, Set<Integer> inNumbers) {
        return new FlowVariant(lifting.fillingOnly(inNumbers), takesMissing, inLabels, use, defensive, tilt);
    }

    /** For copies of rows with one missing number; see {@link Lifting#fillingOne}. */
    Optional<FlowVariant> withOneGap(int samples) {
        return lifting.fillingOne(samples)
                .map(one -> new FlowVariant(one, takesMissing, Set.of(), use, defensive, tilt));
    }

    FlowVariant forTraining() {
        return new FlowVariant(lifting, takesMissing, labels, Use.TRAINING, defensive, tilt);
    }

    FlowVariant forDiscreteTraining() {
        return new FlowVariant(lifting, takesMissing, labels, Use.DISCRETE_TRAINING, defensive, tilt);
    }

    FlowVariant withoutDefensive() {
        return new FlowVariant(lifting, takesMissing, labels, use, null, tilt);
    }

    FlowVariant withTilt(Tilt of) {
        return new FlowVariant(lifting, takesMissing, labels, use, defensive, of);
    }

    /** The tilt of rows whose missing cells are drawn, since it depends on the draws; a mixture adds it to whole rows once. */
    Optional<Tilt> tiltOfDraws() {
        return takesMissing ? Optional.ofNullable(tilt) : Optional.empty();
    }

    /** Whether rows have noise for all labels, whether they are drawn or not: the other noise is then the same. */
    boolean takesNoiseOfLabels() {
        return takesMissing && !isForTraining();
    }

    /** Whether the column in a place among the labels is drawn where it is missing. */
    IntPredicate drawn(List<Integer> places) {
        return j -> labels.contains(places.get(j));
    }

    boolean drawsLabels() {
        return !labels.isEmpty() && !isForTraining();
    }

    boolean isOfDiscrete() {
        return use == Use.DISCRETE_TRAINING;
    }

    /** Whether rows without a known number get the weights of their draws too, whose mean is otherwise one; a bound of labels alone has no draws. */
    boolean needsDraws() {
        return isOfDiscrete() || tiltOfDraws().isPresent();
    }

    boolean isForTraining() {
        return use != Use.SCORES;
    }
}
