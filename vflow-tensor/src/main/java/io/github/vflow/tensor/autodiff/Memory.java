package io.github.vflow.tensor.autodiff;

/** What a gradient keeps of the values on the way forward; see {@link Segment}. */
public enum Memory {
    /** All that it needs: fastest, and memory grows with depth. */
    STORED,
    /** The inputs of segments and the results of attention; the rest is computed again, segment by segment (Chen et al., 2016). */
    CHECKPOINTED,
    /** Not even these, where a segment has an inverse: its input is computed from its output (Gomez et al., 2017). */
    REVERSIBLE
}
