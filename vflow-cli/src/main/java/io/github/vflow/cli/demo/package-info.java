/**
 * The two experiments of {@code vflow demo}: the checkerboard of the paper ({@link ToyDemo}) and small images ({@link
 * ImageDemo}).
 *
 * <p>Both are an {@link Experiment}. Uses {@code option}, {@code data}, {@code model} and {@code console}.
 */
package io.github.vflow.cli.demo;
