package io.github.vflow.flow;

import io.github.vflow.flow.distribution.mixing.DefensiveMixture;
import org.jspecify.annotations.Nullable;

/**
 * Rows and use of a flow. All variants of a flow share its parts.
 *
 * @param lifting of its rows
 * @param cells whether some may be missing
 * @param use of its bound
 * @param defensive the mixture with broad components; null for the flow alone
 */
record FlowVariant(
        Lifting lifting, Cells cells, Use use, @Nullable DefensiveMixture defensive) {
    /** The cells of a row. */
    enum Cells {
        ALL_KNOWN,
        NUMBERS_MISSING,
        SOME_MISSING
    }

    /**
     * The use of a bound. In training a circular cell has one random turn, where a score sums over its turns. Training completes missing labels
     * before, by draws given the known cells. A bound for scores draws them by the chain, without a look at the numbers.
     */
    enum Use {
        SCORES,
        TRAINING
    }

    /** For scores of rows without gaps. */
    static FlowVariant of(Lifting lifting, @Nullable DefensiveMixture defensive) {
        return new FlowVariant(lifting, Cells.ALL_KNOWN, Use.SCORES, defensive);
    }

    FlowVariant lifting(Lifting other) {
        return new FlowVariant(other, cells, use, defensive);
    }

    FlowVariant withGaps(Lifting filling) {
        return new FlowVariant(filling, Cells.SOME_MISSING, use, defensive);
    }

    /** For rows with gaps whose labels are known. */
    FlowVariant withLabels() {
        return new FlowVariant(lifting, Cells.NUMBERS_MISSING, use, defensive);
    }

    FlowVariant forTraining() {
        return new FlowVariant(lifting, cells, Use.TRAINING, defensive);
    }

    FlowVariant withoutDefensive() {
        return new FlowVariant(lifting, cells, use, null);
    }

    boolean takesMissing() {
        return cells != Cells.ALL_KNOWN;
    }

    boolean drawsLabels() {
        return cells == Cells.SOME_MISSING && !isForTraining();
    }

    boolean isForTraining() {
        return use == Use.TRAINING;
    }
}
