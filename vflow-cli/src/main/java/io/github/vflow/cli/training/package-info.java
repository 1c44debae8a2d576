/**
 * One training run: {@link TrainingRun} joins data, model and plan, new or resumed; {@link TrainingSession} reports it, writes
 * checkpoints and saves the model when training stops or fails.
 *
 * <p>Uses {@code option}, {@code data}, {@code model} and {@code console}.
 */
package io.github.vflow.cli.training;
