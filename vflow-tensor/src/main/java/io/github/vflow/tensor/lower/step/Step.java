package io.github.vflow.tensor.lower.step;

/** One prepared piece of work on the array of a program. Steps of a program run one after another. */
public interface Step {
    void run(float[] memory);
}
