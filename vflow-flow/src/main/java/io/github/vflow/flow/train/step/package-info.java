/**
 * Training steps as programs, whole or in shards, and the inverse errors of reversible steps.
 *
 * <p>{@link io.github.vflow.flow.train.step.TrainingProgram} traces one step as one program.
 */
package io.github.vflow.flow.train.step;
