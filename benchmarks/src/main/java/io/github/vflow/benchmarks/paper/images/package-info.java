/**
 * Table 2 and the curves of Figure 6 of the VFlow paper on Fashion-MNIST. Start with {@code Table2}, the command; an {@code ImageRun} is one training.
 */
package io.github.vflow.benchmarks.paper.images;
