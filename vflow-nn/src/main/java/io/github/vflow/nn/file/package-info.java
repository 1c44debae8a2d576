/**
 * Files: safetensors with a checksum, and writes that happen as a whole or not at all.
 *
 * <p>{@link SafeTensors} reads and writes safetensors files; {@link AtomicFile} writes every file of the project.
 * docs/reference/security.md lists the limits. This package does not know models. For our own modules.
 */
package io.github.vflow.nn.file;
