/**
 * Files: safetensors with a checksum, and writes that happen as a whole or not at all.
 *
 * <p>{@link SafeTensors} is read and written here, every file of the project by {@link AtomicFile}. docs/security.md lists the limits.
 * Knows nothing of models.
 */
package io.github.vflow.nn.io;
