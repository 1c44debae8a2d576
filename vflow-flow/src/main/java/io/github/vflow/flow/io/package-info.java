/**
 * Model files and checkpoints as safetensors, with specifications as strict JSON.
 *
 * <p>{@link ModelFile} is the door, and {@code checkpoint} has the other one. The needs of a file are compared with its content before anything
 * is built. {@code json} writes and reads the records.
 */
package io.github.vflow.flow.io;
