/**
 * Model files and checkpoints as safetensors, with specifications as strict JSON.
 *
 * <p>{@link ModelFile} and {@link Checkpoint} are the doors. What a file asks for is compared with what it holds before anything is built.
 * {@code RowSpecJson}, {@code ImageSpecJson} and {@code PlanJson} write and read records component by component: whoever adds a component adds a
 * line to both methods.
 */
package io.github.vflow.flow.io;
