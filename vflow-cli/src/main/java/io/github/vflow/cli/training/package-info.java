/**
 * Trainings for the user: {@link TableStart} plans a table's, {@link TableSession} runs it, reports it, and loses no result; {@link ExperimentRun}
 * trains on toy densities and images.
 *
 * <p>Uses {@code option}, {@code data}, {@code model} and {@code console}.
 */
package io.github.vflow.cli.training;
