/**
 * Model files and checkpoints as safetensors, with specifications as strict JSON.
 *
 * <p>{@link ModelFile} and {@link Checkpoint} are the doors. The needs of a file are compared with its content before anything is built. {@code
 * json} writes and reads the records.
 */
package io.github.vflow.flow.io;
