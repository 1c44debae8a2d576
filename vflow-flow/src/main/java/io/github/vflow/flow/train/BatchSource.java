package io.github.vflow.flow.train;

/** Where training batches come from. A batch depends on its number alone, so a resumed run sees the same ones. */
@FunctionalInterface
public interface BatchSource {
    /** Fills rows [b, d], row-major, of a batch counted from zero. */
    void fill(long batch, float[] rows);
}
