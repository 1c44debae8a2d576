package io.github.vflow.tensor.run;

/** One prepared piece of work on the memory of a program. */
interface Step {
    void run(float[] memory);
}
