/**
 * Data by the name that the user gives: CSV files, toy densities and images to train on ({@link TrainingData}), tables to score ({@link
 * ModelTable}).
 *
 * <p>Uses {@code console} and {@code format}.
 */
package io.github.vflow.cli.data;
