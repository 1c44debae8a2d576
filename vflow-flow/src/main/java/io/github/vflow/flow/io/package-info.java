/**
 * Model files and checkpoints as safetensors, with specifications as strict JSON.
 *
 * <p>{@link ModelFile} and {@link Checkpoint} are the doors. What a file asks for is compared with what it holds before anything is built.
 */
package io.github.vflow.flow.io;
