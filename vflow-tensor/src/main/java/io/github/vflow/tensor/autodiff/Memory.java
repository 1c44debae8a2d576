package io.github.vflow.tensor.autodiff;

/** What a gradient keeps of the values on the way forward; see {@link Segment}. */
public enum Memory {
    /** All that it needs: fastest, and memory grows with depth. */
    STORED,
    /** The inputs of segments and the results of attention; the rest is computed again, segment by segment (Chen et al., 2016). */
    CHECKPOINTED,
    /** Not even these, where a segment has an inverse: its input is computed from its output (Gomez et al., 2017). */
    REVERSIBLE,
    /** As {@link #CHECKPOINTED} without the results of attention, and the parts of a segment are computed one by one, once more. */
    CHECKPOINTED_BLOCKS,
    /** As {@link #REVERSIBLE}, and the parts of a segment are computed one by one, once more. */
    REVERSIBLE_BLOCKS;

    /** Whether inputs are computed from outputs. */
    public boolean reverses() {
        return this == REVERSIBLE || this == REVERSIBLE_BLOCKS;
    }

    /** Whether parts of segments are segments. */
    boolean nests() {
        return this == CHECKPOINTED_BLOCKS || this == REVERSIBLE_BLOCKS;
    }
}
