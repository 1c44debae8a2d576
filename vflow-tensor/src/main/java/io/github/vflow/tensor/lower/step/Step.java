package io.github.vflow.tensor.lower.step;

/** One prepared piece of work on the memory of a program. */
public interface Step {
    void run(float[] memory);
}
