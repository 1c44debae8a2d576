package io.github.vflow.tensor.autodiff;

/** The values of the forward computation that are kept for the gradient; see {@link Segment}. */
public enum Memory {
    /** All values that the gradient needs. Fastest; memory grows with depth. */
    STORED,
    /**
     * The inputs of segments and the results of attention. All other values are recomputed, segment by segment (Chen et al., 2016).
     */
    CHECKPOINTED,
    /**
     * As {@link #CHECKPOINTED}, but the input of a segment that has an inverse is computed from its output (Gomez et al., 2017).
     */
    REVERSIBLE,
    /**
     * As {@link #CHECKPOINTED} without the results of attention. The parts of a segment are segments too, and recomputed a second
     * time.
     */
    CHECKPOINTED_BLOCKS,
    /** As {@link #REVERSIBLE}. The parts of a segment are segments too, and recomputed a second time. */
    REVERSIBLE_BLOCKS;

    /** Whether the input of a segment with an inverse is computed from its output. */
    public boolean reverses() {
        return this == REVERSIBLE || this == REVERSIBLE_BLOCKS;
    }

    /** Whether the parts of a segment are segments. */
    boolean nests() {
        return this == CHECKPOINTED_BLOCKS || this == REVERSIBLE_BLOCKS;
    }
}
