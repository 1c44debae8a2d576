/**
 * Checkpoints of TensorFlow. {@code TensorBundle} reads one of version 2: {@code SortedTable} and {@code Block} the index, {@code BundleEntry} what it
 * says of a variable, {@code DataFile} the numbers. This package needs no TensorFlow, and writes no file.
 */
package io.github.vflow.image.tensorflow;
