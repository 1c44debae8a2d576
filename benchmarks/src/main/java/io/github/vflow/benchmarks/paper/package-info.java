/**
 * The figures of the paper on the toy density (VFlow paper, Sec. 5). Start with {@code PaperFigures}, the command; a {@code ToyRun} is one
 * training.
 */
package io.github.vflow.benchmarks.paper;
